//! Money in and back (7.1).

use contract::payment::{PaymentNotifyRequest, PaymentRequest, PaymentView, RefundRequest};

use super::{Client, ClientError, Recorded, Secret, segment};

impl Client {
    /// `POST /v1/payments`
    pub fn record_payment(
        &self,
        payment: &PaymentRequest,
    ) -> Result<Recorded<PaymentView>, ClientError> {
        self.post("/v1/payments", payment)
    }

    /// `POST /v1/payments/{provider}/notify`, signed by the provider.
    pub fn notify_payment(
        &self,
        secret: &Secret,
        provider: &str,
        notice: &PaymentNotifyRequest,
    ) -> Result<(), ClientError> {
        let path = format!("/v1/payments/{}/notify", segment(provider));
        self.post_signed(&path, secret, notice).map(|_| ())
    }

    /// `POST /v1/payments/{id}/refunds`
    pub fn refund(
        &self,
        payment: &str,
        refund: &RefundRequest,
    ) -> Result<Recorded<PaymentView>, ClientError> {
        self.post(
            &format!("/v1/payments/{}/refunds", segment(payment)),
            refund,
        )
    }
}
