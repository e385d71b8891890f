//! The nine functions, as the clients and secrets of one run make them.

use std::pin::Pin;
use std::time::Duration;

use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::Credentials;
use aws_credential_types::provider::SharedCredentialsProvider;
use aws_smithy_async::rt::sleep::TokioSleep;
use fulfilment::{CarrierAccess, CarrierApi};
use lambda::config::Secret;
use lambda::topic::Topic;
use lambda::{Answer, Trigger, aws};
use yudan::template::Stack;
use yudan::template::stack::Function;

use super::network::Wire;

/// One running instance of a function.
pub(super) enum Program {
    Intake(intake::App),
    Review(review::App),
    Fulfilment(fulfilment::App),
    Tracking(tracking::App),
    Settlement(settlement::App),
    Credit(credit::App),
    Receivables(receivables::App),
    Relay(relay::App),
    Notify(notify::App),
}

/// What instances are started with.
pub(super) struct Launch {
    sdk: SdkConfig,
    functions: Vec<Function>,
}

impl Launch {
    /// `name` sets this run apart from others: clients of one region share their patience.
    pub(super) fn new(wire: Wire, stack: &Stack, name: &str) -> Self {
        let credentials = Credentials::new("simulation", "simulation", None, None, "simulation");
        let sdk = SdkConfig::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(format!("simulation-{name}")))
            .endpoint_url("http://services.simulation.invalid")
            .credentials_provider(SharedCredentialsProvider::new(credentials))
            .sleep_impl(TokioSleep::new())
            .retry_config(aws::retries())
            .timeout_config(aws::timeouts())
            .http_client(wire)
            .build();
        Self {
            sdk,
            functions: stack.functions.clone(),
        }
    }

    /// The function of this program in the template.
    pub(super) fn function(&self, program: &str) -> &Function {
        let mut functions = self.functions.iter();
        functions
            .find(|function| function.program == program)
            .unwrap_or_else(|| panic!("the template has no function that runs {program}"))
    }

    /// How long an event of the function may take.
    pub(super) fn time_limit(&self, program: &str) -> Duration {
        Duration::from_secs(self.function(program).timeout_s)
    }

    /// A fresh instance.
    pub(super) fn start(&self, program: &str) -> Program {
        let environment = &self.function(program).environment;
        let value = |name: &str| {
            let value = environment.get(name).cloned();
            value.unwrap_or_else(|| panic!("{program} has no {name} in the template"))
        };
        let secret = |name| Secret::new(value(name));
        let topic = |name| Topic::new(&self.sdk, value(name));
        let store = aws::store_on(&self.sdk, value("TABLE_NAME"));
        match program {
            "intake" => Program::Intake(intake::App::new(
                store,
                secret("TRACKING_LINK_SECRET"),
                secret("MARKETPLACE_ORDER_SECRET"),
                secret("BLACKLISTED_PHONE_SECRET"),
            )),
            "review" => {
                Program::Review(review::App::new(store, secret("BLACKLISTED_PHONE_SECRET")))
            }
            "fulfilment" => {
                let access = CarrierAccess {
                    url: value("CARRIER_API_URL"),
                    id: value("CARRIER_API_ID"),
                    key: secret("CARRIER_API_SECRET"),
                };
                let carriers = CarrierApi::new(&self.sdk, access);
                Program::Fulfilment(fulfilment::App::new(store, carriers))
            }
            "tracking" => Program::Tracking(tracking::App::new(
                store,
                tracking::Secrets {
                    carrier_event: secret("CARRIER_EVENT_SECRET"),
                    kuaidi100_push: secret("KUAIDI100_PUSH_SECRET"),
                    carrier_api: secret("CARRIER_API_SECRET"),
                    tracking_link: secret("TRACKING_LINK_SECRET"),
                },
            )),
            "settlement" => {
                Program::Settlement(settlement::App::new(store, secret("PAYMENT_NOTIFY_SECRET")))
            }
            "credit" => Program::Credit(credit::App::new(store)),
            "receivables" => Program::Receivables(receivables::App::new(store)),
            "relay" => Program::Relay(relay::App::new(store, topic("EVENTS_TOPIC_ARN"))),
            "notify" => Program::Notify(notify::App::new(
                store,
                topic("CUSTOMER_TOPIC_ARN"),
                topic("STAFF_TOPIC_ARN"),
            )),
            other => panic!("the template runs {other}, which is no function of ours"),
        }
    }
}

impl Program {
    /// Handles one event, as the runtime would hand it over.
    pub(super) fn handle<'a>(&'a self, event: &str) -> Pin<Box<dyn Future<Output = Answer> + 'a>> {
        let trigger = Trigger::recognise(event).unwrap();
        match self {
            Self::Intake(app) => Box::pin(intake::handle(app, trigger)),
            Self::Review(app) => Box::pin(review::handle(app, trigger)),
            Self::Fulfilment(app) => Box::pin(fulfilment::handle(app, trigger)),
            Self::Tracking(app) => Box::pin(tracking::handle(app, trigger)),
            Self::Settlement(app) => Box::pin(settlement::handle(app, trigger)),
            Self::Credit(app) => Box::pin(credit::handle(app, trigger)),
            Self::Receivables(app) => Box::pin(receivables::handle(app, trigger)),
            Self::Relay(app) => Box::pin(relay::handle(app, trigger)),
            Self::Notify(app) => Box::pin(notify::handle(app, trigger)),
        }
    }
}
