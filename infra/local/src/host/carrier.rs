//! Where carriers are asked for waybills: at the address in the host's environment, or, without one, at a stand-in
//! of its own.

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::carrier_stand_in::CarrierStandIn;
use crate::data_directory::{DataDirectory, Secrets};
use crate::error::HostError;
use crate::loopback;
use crate::template::locality;

/// The variables with the address of a real service, and who the company is there. Its key is in `secrets.json`.
const ADDRESS: &str = "YUDAN_CARRIER_API_URL";
const COMPANY: &str = "YUDAN_CARRIER_API_ID";
/// The parameters of the template.
const PARAMETERS: [&str; 2] = ["CarrierApiUrl", "CarrierApiId"];
/// Who the company is to the stand-in.
const LOCAL: &str = "yudan-local";
/// The secret that the template reads, and the key in it.
const SECRET: &str = "yudan/callbacks";
const KEY: &str = "carrier_api";

/// Where carriers are asked.
pub(super) struct CarrierAccess {
    url: String,
    id: String,
    /// The port of the stand-in, if that is who answers.
    listener: Option<TcpListener>,
}

/// Finds out where, and takes a port if nothing is configured.
pub(super) fn access() -> Result<CarrierAccess, HostError> {
    if let Some(url) = std::env::var(ADDRESS).ok().filter(|url| !url.is_empty()) {
        let id = std::env::var(COMPANY).unwrap_or_default();
        return Ok(CarrierAccess {
            url,
            id,
            listener: None,
        });
    }
    let listener = loopback::listen(0).map_err(HostError::io("opening a port for carriers"))?;
    let address = listener
        .local_addr()
        .map_err(HostError::io("reading the port"))?;
    Ok(CarrierAccess {
        url: format!("http://{address}/api/EOrderService"),
        id: LOCAL.to_owned(),
        listener: Some(listener),
    })
}

impl CarrierAccess {
    /// For who asks no carrier.
    pub(super) fn nobody() -> Self {
        Self {
            url: "http://nobody.invalid".to_owned(),
            id: LOCAL.to_owned(),
            listener: None,
        }
    }

    /// The parameters of the template.
    pub(super) fn parameters(&self) -> BTreeMap<String, String> {
        let mut parameters = locality::development_parameters();
        let values = [self.url.clone(), self.id.clone()];
        parameters.extend(PARAMETERS.map(str::to_owned).into_iter().zip(values));
        parameters
    }

    /// Starts the stand-in, if nothing is configured; says where carriers are asked.
    pub(super) fn stand_in(
        self,
        directory: &DataDirectory,
        processes: &mut JoinSet<()>,
        ended: &watch::Sender<bool>,
    ) -> Result<String, HostError> {
        let Some(listener) = self.listener else {
            return Ok(format!("{} (YUDAN_CARRIER_API_URL)", self.url));
        };
        let secrets = Secrets::open(directory.path())?;
        let key = secrets.value(SECRET, KEY)?;
        let service = Arc::new(CarrierStandIn::new(self.id, key));
        let mut ended = ended.subscribe();
        processes.spawn(async move {
            tokio::select! {
                () = service.serve(listener) => {}
                _ = ended.changed() => {}
            }
        });
        let url = self.url;
        Ok(format!("{url} (a stand-in: no carrier is configured)"))
    }
}
