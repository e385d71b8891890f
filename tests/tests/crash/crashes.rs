//! Crashes at moments that nobody foresees.

use yudan_tests::server::signal;
use yudan_tests::waiting::until;

use crate::chance::Chance;
use crate::insistence::Site;

/// How often what was killed.
#[derive(Debug, Default)]
pub(crate) struct Crashes {
    pub(crate) of_everything: u32,
    pub(crate) of_functions: u32,
}

const FUNCTIONS: [&str; 7] = [
    "intake",
    "review",
    "fulfilment",
    "tracking",
    "settlement",
    "relay",
    "notify",
];

/// Kills the whole server or single functions, again and again, each time after some more
/// answers.
pub(crate) fn crash_until_done(site: &Site, chance: &mut Chance) -> Crashes {
    let mut crashes = Crashes::default();
    loop {
        let moment = site.answers() + 3 + chance.below(12);
        until("more answers", || {
            (site.answers() >= moment || site.is_done()).then_some(())
        });
        if site.is_done() {
            return crashes;
        }
        if chance.below(3) == 0 {
            // People are in the middle of something: they learn of it by having no answer.
            site.with(|company| signal("KILL", company.server.process_id()));
            site.alone(|company| {
                company.server.kill();
                company.server.start_again();
            });
            crashes.of_everything += 1;
        } else {
            let place = usize::try_from(chance.below(FUNCTIONS.len() as u64)).unwrap();
            site.with(|company| {
                for process in company.server.function_processes(FUNCTIONS[place]) {
                    signal("KILL", process);
                }
            });
            crashes.of_functions += 1;
        }
    }
}
