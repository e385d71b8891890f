use serde::{Deserialize, Serialize};

/// How far down a division lies. Deeper levels are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// 省级: provinces, autonomous regions, the four municipalities, 71, 81 and 82.
    Province,
    /// 地级: prefecture-level cities, prefectures and leagues.
    City,
    /// 县级: districts, counties, county-level cities and banners.
    County,
}
