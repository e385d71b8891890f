//! `yudan carrier`: the stand-in for the service that is asked for waybills, by itself.

use std::io::Write as _;
use std::sync::Arc;

use super::Failure;
use crate::carrier_stand_in::CarrierStandIn;
use crate::loopback;

/// Standing in for a carrier.
#[derive(Debug, clap::Args)]
pub(super) struct Carrier {
    /// Port of 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 8090)]
    port: u16,
    /// The identifier that requests must come with
    #[arg(long, default_value = "company")]
    id: String,
    /// The key that requests must be signed with
    #[arg(long)]
    key: String,
}

impl Carrier {
    pub(super) fn run(self) -> Result<(), Failure> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        runtime.block_on(async {
            let listener = loopback::listen(self.port)?;
            let mut out = std::io::stdout().lock();
            let address = listener.local_addr()?;
            writeln!(
                out,
                "carriers are asked at http://{address}/api/EOrderService"
            )?;
            out.flush()?;
            Arc::new(CarrierStandIn::new(self.id, self.key))
                .serve(listener)
                .await;
            Ok(())
        })
    }
}
