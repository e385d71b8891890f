//! `DestinationConfig`: who is told when something is given up.

use crate::template::error::{Reading, TemplateError};
use crate::template::section::Section;

use super::name_in_arn;

/// The queue of `DestinationConfig.OnFailure`, if there is one.
pub(super) fn read_on_failure(properties: &mut Section) -> Reading<Option<String>> {
    let Some(mut destinations) = properties.section("DestinationConfig")? else {
        return Ok(None);
    };
    let on_failure = destinations.section("OnFailure")?;
    destinations.done()?;
    let Some(mut on_failure) = on_failure else {
        return Ok(None);
    };
    if let Some(kind) = on_failure.text("Type")?
        && kind != "SQS"
    {
        return Err(TemplateError::unknown(
            on_failure.path_of("Type"),
            "destination",
            &kind,
        ));
    }
    let queue = name_in_arn(&on_failure.required_text("Destination")?).to_owned();
    on_failure.done()?;
    Ok(Some(queue))
}
