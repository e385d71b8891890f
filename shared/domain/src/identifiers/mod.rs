//! Identifiers that cannot hold nonsense (section I): each is made by `parse`, also when it
//! arrives by deserialisation, and keeps the one spelling the system stores and compares.

mod carrier_code;
mod customer_id;
mod external_no;
mod line_code;
mod lot_no;
mod manifest_no;
mod mobile;
mod phone;
mod phone_digest;
mod promotion_id;
mod purchase_order_no;
mod service_code;
mod sku;
mod supplier_code;
mod text;
mod uscc;
mod waybill_no;
mod work_order_no;

pub use carrier_code::{CarrierCode, InvalidCarrierCode};
pub use customer_id::{CustomerId, InvalidCustomerId};
pub use external_no::{ExternalNo, InvalidExternalNo};
pub use line_code::{InvalidLineCode, LineCode};
pub use lot_no::{InvalidLotNo, LotNo};
pub use manifest_no::{InvalidManifestNo, ManifestNo};
pub use mobile::{InvalidMobile, Mobile};
pub use phone::{InvalidPhone, Phone};
pub use phone_digest::{InvalidPhoneDigest, PhoneDigest};
pub use promotion_id::{InvalidPromotionId, PromotionId};
pub use purchase_order_no::{InvalidPurchaseOrderNo, PurchaseOrderNo};
pub use service_code::{InvalidServiceCode, ServiceCode};
pub use sku::{InvalidSku, Sku};
pub use supplier_code::{InvalidSupplierCode, SupplierCode};
pub use uscc::{InvalidUscc, Uscc};
pub use waybill_no::{InvalidWaybillNo, WaybillNo};
pub use work_order_no::{InvalidWorkOrderNo, WorkOrderNo};
