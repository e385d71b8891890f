//! The tables of the template without a host around them.

use std::net::SocketAddr;

use super::assembly::read_stack;
use super::carrier::CarrierAccess;
use crate::data_directory::DataDirectory;
use crate::data_files;
use crate::engine::Engine;
use crate::error::HostError;
use crate::records::Records;
use crate::template;

/// The engine with the tables of the template and nothing around it, and the name of its table.
pub(crate) fn tables_alone(directory: &DataDirectory) -> Result<(Engine, String), HostError> {
    let nobody = SocketAddr::from(([127, 0, 0, 1], 0));
    let stack = read_stack(
        template::TEMPLATE,
        directory,
        nobody,
        &CarrierAccess::nobody(),
    )?;
    let records = Records::open(&directory.file(data_files::HOST))?;
    let engine = Engine::open(&directory.file(data_files::TABLES), &stack.tables, &records)?;
    let table = stack.tables.into_iter().next();
    let table = table.ok_or_else(|| HostError::Engine("the template has no table".to_owned()))?;
    Ok((engine, table.name))
}
