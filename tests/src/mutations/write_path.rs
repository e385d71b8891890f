//! Mutations of the way that everything is written and told by.

use super::Mutation;

pub(super) const MUTATIONS: &[Mutation] = &[
    Mutation {
        name: "version-not-checked",
        why: "two writers of one aggregate: the second undoes the first, and the journal loses a commit",
        file: "shared/store/src/writes.rs",
        find: "    let commit_put = absent(whole(&commit))
        .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);

    let state_key = Key::State {
        kind: *kind,
        id: id.clone(),
    };
    let mut state = key_item(&state_key);
    state.extend(transition.state.clone());
    state.insert(VERSION.to_owned(), number(version));
    state.insert(HEAD.to_owned(), bytes(&hash));
    let state_put = match version {
        1 => absent(whole(&state)),
        _ => whole(&state)
            .condition_expression(\"#version = :previous\")
            .expression_attribute_names(\"#version\", VERSION)
            .expression_attribute_values(\":previous\", number(version.saturating_sub(1))),
    };",
        replace: "    let commit_put = whole(&commit);

    let state_key = Key::State {
        kind: *kind,
        id: id.clone(),
    };
    let mut state = key_item(&state_key);
    state.extend(transition.state.clone());
    state.insert(VERSION.to_owned(), number(version));
    state.insert(HEAD.to_owned(), bytes(&hash));
    let state_put = whole(&state);",
    },
    Mutation {
        name: "commit-not-written",
        why: "a state that no event explains, and news that nobody hears",
        file: "shared/store/src/writes.rs",
        find: "        writes.extend(transition_writes(transition, meta, table)?);",
        replace: "        let written = transition_writes(transition, meta, table)?.into_iter();
        writes.extend(written.filter(|write| !matches!(write.purpose, Purpose::Commit(_))));",
    },
    Mutation {
        name: "refusal-taken-as-written",
        why: "a transaction that the service cancelled is told to its caller as done",
        file: "shared/store/src/outcome.rs",
        find: "    if is_applied(writes, reasons) {",
        replace: "    if is_applied(writes, reasons) || writes.len() == reasons.len() {",
    },
    Mutation {
        name: "registration-without-condition",
        why: "one order number of a channel leads to two orders",
        file: "shared/store/src/registration.rs",
        find: ".condition_expression(\"attribute_not_exists(#pk) OR #expires_at <= :now\")",
        replace: ".condition_expression(\"attribute_not_exists(#pk) OR attribute_exists(#pk) OR #expires_at <= :now\")",
    },
    Mutation {
        name: "stale-load",
        why: "a decision on what the aggregate was a while ago",
        file: "shared/store/src/load.rs",
        find: "            .consistent_read(true)",
        replace: "            .consistent_read(false)",
    },
    Mutation {
        name: "oversold",
        why: "more pieces are promised than there are",
        file: "shared/store/src/stock_change.rs",
        find: "conditions.push(\"#available >= :promised\");",
        replace: "conditions.push(\"(#available >= :promised OR #available < :promised)\");",
    },
    Mutation {
        name: "credit-not-bounded",
        why: "a customer gets more credit than its limit",
        file: "shared/store/src/credit.rs",
        find: "\" AND #headroom >= :needed\"",
        replace: "\" AND (#headroom >= :needed OR #headroom < :needed)\"",
    },
    Mutation {
        name: "acknowledged-before-done",
        why: "a message whose handling failed is taken out of its queue",
        file: "shared/lambda/src/queue.rs",
        find: "                if one(received, handle).await.is_err() {",
        replace: "                if one(received, handle).await.is_err() && id.is_empty() {",
    },
    Mutation {
        name: "stream-failure-hidden",
        why: "a commit that could not be published is passed over",
        file: "shared/lambda/src/stream.rs",
        find: "    Answer::Batch(BatchReply::of([sequence_number]))",
        replace: "    Answer::Batch(BatchReply::default())",
    },
    Mutation {
        name: "refused-entry-ignored",
        why: "the topic took some messages of a batch, and nobody looks at those that it did not",
        file: "shared/lambda/src/topic.rs",
        find: "        match refused.min() {",
        replace: "        match refused.min().filter(|(place, _)| *place > AT_ONCE) {",
    },
    Mutation {
        name: "relay-skips-a-record",
        why: "some commits never come to the topic",
        file: "functions/relay/src/outbox.rs",
        find: "    if kinds.iter().all(|kind| route(*kind).is_empty()) {",
        replace: "    if kinds.iter().all(|kind| route(*kind).is_empty()) || commit.sequence == 3 {",
    },
];
