//! Listening on this machine only.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::{TcpListener, TcpSocket};

/// Listens on `port` of 127.0.0.1; 0 is any free port.
///
/// Accepted connections inherit `TCP_NODELAY`, without which small answers wait for
/// acknowledgements and every call costs tens of milliseconds.
///
/// # Errors
/// The port is taken or not allowed.
pub(crate) fn listen(port: u16) -> std::io::Result<TcpListener> {
    const BACKLOG: u32 = 1024;
    let socket = TcpSocket::new_v4()?;
    // Lets a restarted host take its port again at once; it does not share a port in use.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.set_nodelay(true)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    socket.listen(BACKLOG)
}
