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
    while is_moment(site, 3 + chance.below(12)) {
        if chance.below(3) == 0 {
            cut_power(site);
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
    crashes
}

/// Waits for so many more answers; whether they came before everything was done.
pub(crate) fn is_moment(site: &Site, answers: u64) -> bool {
    let moment = site.answers() + answers;
    until("more answers", || {
        (site.answers() >= moment || site.is_done()).then_some(())
    });
    !site.is_done()
}

/// Kills the server with all that it does, and starts it again.
pub(crate) fn cut_power(site: &Site) {
    // People are in the middle of something: they learn of it by having no answer.
    site.with(|company| signal("KILL", company.server.process_id()));
    site.alone(|company| {
        company.server.kill();
        company.server.start_again();
    });
}
