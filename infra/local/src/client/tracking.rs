//! What carriers report, and what can be followed (5.3.3, 6).

use contract::carrier_events::{CarrierEventsRequest, CarrierEventsView};
use contract::shipment::{DeliveryRequest, ShipmentView};
use contract::timeline::{TimelineView, TrackView};
use uuid::Uuid;

use super::{Client, ClientError, Secret, segment};

impl Client {
    /// `POST /v1/carriers/{carrier}/events`, signed by the carrier.
    pub fn report_carrier_events(
        &self,
        secret: &Secret,
        carrier: &str,
        events: &CarrierEventsRequest,
    ) -> Result<CarrierEventsView, ClientError> {
        let path = format!("/v1/carriers/{}/events", segment(carrier));
        self.post_signed(&path, secret, events)?.json()
    }

    /// `POST /v1/orders/{id}/delivery`
    pub fn confirm_delivery(
        &self,
        id: Uuid,
        delivery: &DeliveryRequest,
    ) -> Result<ShipmentView, ClientError> {
        self.post(&format!("/v1/orders/{id}/delivery"), delivery)
            .map(|recorded| recorded.view)
    }

    /// `GET /v1/orders/{id}/timeline`
    pub fn timeline(&self, id: Uuid) -> Result<TimelineView, ClientError> {
        self.get(&format!("/v1/orders/{id}/timeline"))
    }

    /// `GET /v1/track/{token}`
    pub fn track(&self, token: &str) -> Result<TrackView, ClientError> {
        self.get(&format!("/v1/track/{}", segment(token)))
    }
}
