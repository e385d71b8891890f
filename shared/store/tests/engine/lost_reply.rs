use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use domain::stock::Adjustment;
use store::{Plan, Store, StoreError, Written};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::sample::{TaskEvent, begin_done, load, meta, pieces, sku};
use crate::support::{TABLE, client_of, create_table, serve};

/// Whether the next reply to a transaction is to be lost.
static LOSE: AtomicBool = AtomicBool::new(false);

/// Passes bytes between a client and the engine, until the reply that is to be lost arrives.
async fn pass(mut client: TcpStream, engine: SocketAddr) -> std::io::Result<()> {
    let mut engine = TcpStream::connect(engine).await?;
    let (mut asked, mut answered) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut lose = false;
    loop {
        tokio::select! {
            length = client.read(&mut asked) => {
                let request = &asked[..length?];
                if request.is_empty() {
                    return Ok(());
                }
                let text = String::from_utf8_lossy(request);
                lose |= text.contains("TransactWriteItems") && LOSE.swap(false, Ordering::SeqCst);
                engine.write_all(request).await?;
            }
            length = engine.read(&mut answered) => {
                let reply = &answered[..length?];
                if reply.is_empty() || lose {
                    return Ok(());
                }
                client.write_all(reply).await?;
            }
        }
    }
}

async fn lossy(engine: SocketAddr) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            tokio::spawn(pass(client, engine));
        }
    });
    address
}

#[tokio::test]
async fn a_write_whose_reply_is_lost_is_written_once() {
    let client = client_of(lossy(serve().await).await);
    create_table(&client).await;
    let store = Store::new(client, TABLE);
    let id = begin_done(&store, &[Adjustment::StockReceive(pieces("A", 9))]).await;
    let decisions = AtomicU32::new(0);
    LOSE.store(true, Ordering::SeqCst);
    let written = store
        .transact::<_, StoreError, _>(&meta(), async || {
            decisions.fetch_add(1, Ordering::SeqCst);
            let task = load(&store, id).await;
            Plan::new(())
                .change(&task, &[TaskEvent::Stepped { by: 1 }])?
                .adjust([Adjustment::StockReserve(pieces("A", 6))])
        })
        .await;
    assert!(matches!(written, Ok(Written::Done { .. })), "{written:?}");
    assert!(!LOSE.load(Ordering::SeqCst), "the reply was lost");
    assert_eq!(decisions.into_inner(), 1);
    assert_eq!(
        (
            load(&store, id).await.state.steps,
            load(&store, id).await.version
        ),
        (1, 2)
    );
    let levels = store.stock_levels(&sku("A")).await.unwrap();
    assert_eq!((levels[0].available, levels[0].reserved), (3, 6));
}
