//! What is on its way in a data directory, and what got lost there.

use yudan::verify::{Verdict, directory};

use crate::damage::{Copy, items_of};

fn verdict(copy: &Copy) -> Verdict {
    directory::verify(copy.path(), &mut |_| {}).unwrap()
}

fn codes(copy: &Copy) -> Vec<&'static str> {
    let mut codes: Vec<_> = verdict(copy)
        .disagreements
        .iter()
        .map(|disagreement| disagreement.code)
        .collect();
    codes.dedup();
    codes
}

#[test]
fn a_commit_that_nobody_was_told_of_is_found() {
    let copy = Copy::new();
    let bus = copy.meddle("bus.sqlite");
    let lost = "DELETE FROM published WHERE number =
                (SELECT MAX(number) FROM published WHERE message LIKE '%\"sequence\":%')";
    assert!(bus.execute(lost, []).unwrap() > 0);
    drop(bus);
    assert_eq!(codes(&copy), ["commit_not_relayed"]);
}

#[test]
fn a_message_about_a_commit_that_is_not_there_is_found() {
    let copy = Copy::new();
    let tables = copy.meddle("tables.sqlite");
    let table = items_of(&tables);
    // A whole order is gone, as when the tables are older than the queues.
    let lost = format!(
        "DELETE FROM \"{table}\" WHERE pk = (SELECT pk FROM \"{table}\"
         WHERE instr(pk, 'ORDER#') LIMIT 1)"
    );
    assert!(tables.execute(&lost, []).unwrap() > 2);
    drop(tables);
    assert!(codes(&copy).contains(&"message_about_nothing"));
}

#[test]
fn tables_older_than_what_was_read_of_them_are_found() {
    let copy = Copy::new();
    let tables = copy.meddle("tables.sqlite");
    tables.execute("DELETE FROM _stream_records", []).unwrap();
    drop(tables);
    assert_eq!(codes(&copy), ["stream_ahead"]);
}

#[test]
fn messages_and_dead_letters_are_told_and_are_no_findings() {
    let copy = Copy::new();
    let bus = copy.meddle("bus.sqlite");
    let send = "INSERT INTO message (queue_id, message_id, body, attributes, sent_ms, visible_at_ms,
                    receive_count, dead_letter_source)
                SELECT queue_id, 'm-1', '{\"aggregate\":\"order\",\"id\":\"o-1\"}', '{}', 0, 0, 5, 'SomeQueue'
                FROM queue WHERE name = (SELECT dead_letter_queue FROM queue
                                         WHERE dead_letter_queue IS NOT NULL LIMIT 1)";
    assert_eq!(bus.execute(send, []).unwrap(), 1);
    drop(bus);
    let verdict = verdict(&copy);
    assert!(verdict.is_clean(), "{verdict}");
    let told = verdict.delivery.unwrap().to_string();
    for words in [
        "1 dead letters",
        "a message about order o-1 from SomeQueue, received 5 times",
    ] {
        assert!(told.contains(words), "{told}");
    }
}
