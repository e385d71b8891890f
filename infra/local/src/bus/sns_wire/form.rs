//! A form with nested lists and maps, written as dotted names: `Entries.member.1.Id`.

use std::collections::BTreeMap;

use super::super::BusError;

/// The fields of a request or of one member of a list in it.
#[derive(Debug, Default)]
pub(super) struct Form {
    fields: BTreeMap<String, String>,
}

impl Form {
    /// Reads a form body.
    pub(super) fn read(body: &[u8]) -> Self {
        Self {
            fields: form_urlencoded::parse(body).into_owned().collect(),
        }
    }

    /// The field `name`.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// The field `name`, which the call cannot do without.
    pub(super) fn required(&self, name: &str) -> Result<&str, BusError> {
        self.get(name).ok_or_else(|| BusError::missing(name))
    }

    /// The members of the list `name`, in order.
    pub(super) fn members(&self, name: &str) -> Vec<Self> {
        self.numbered(&format!("{name}.member"))
    }

    /// The entries of the map `name`; each has its key and value as fields.
    pub(super) fn entries(&self, name: &str) -> Vec<Self> {
        self.numbered(&format!("{name}.entry"))
    }

    fn numbered(&self, name: &str) -> Vec<Self> {
        (1..)
            .map(|number: u32| self.within(&format!("{name}.{number}.")))
            .take_while(|member| !member.fields.is_empty())
            .collect()
    }

    fn within(&self, prefix: &str) -> Self {
        let fields = self
            .fields
            .range(prefix.to_owned()..)
            .map_while(|(name, value)| {
                Some((name.strip_prefix(prefix)?.to_owned(), value.clone()))
            });
        Self {
            fields: fields.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn lists_and_maps_are_found_by_their_dotted_names() {
        let form = Form::read(
            b"Action=X&E.member.1.Id=a&E.member.2.Id=b&E.member.10.Id=lost&M.entry.1.key=k&M.entry.1.value=v%20w",
        );
        let ids: Vec<_> = form
            .members("E")
            .iter()
            .map(|it| it.get("Id").unwrap().to_owned())
            .collect();
        assert_eq!(ids, ["a", "b"]);
        let entries = form.entries("M");
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].get("value"), Some("v w"));
        assert!(form.members("nothing").is_empty());
        assert_eq!(
            form.required("Missing").unwrap_err().message,
            "The request must contain the parameter Missing."
        );
    }
}
