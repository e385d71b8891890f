//! Spellings of a division's name that follow from the official one.

/// Peoples named in autonomous divisions, for `延边朝鲜族自治州` → `延边`.
const PEOPLES: [&str; 52] = [
    "朝鲜族",
    "满族",
    "蒙古族",
    "蒙古",
    "回族",
    "达斡尔族",
    "鄂温克族",
    "土家族",
    "苗族",
    "侗族",
    "瑶族",
    "壮族",
    "仫佬族",
    "毛南族",
    "黎族",
    "畲族",
    "羌族",
    "藏族",
    "彝族",
    "布依族",
    "水族",
    "仡佬族",
    "哈尼族",
    "傣族",
    "白族",
    "景颇族",
    "傈僳族",
    "纳西族",
    "拉祜族",
    "佤族",
    "布朗族",
    "独龙族",
    "怒族",
    "普米族",
    "东乡族",
    "保安族",
    "撒拉族",
    "裕固族",
    "哈萨克族",
    "哈萨克",
    "土族",
    "柯尔克孜",
    "塔吉克",
    "锡伯",
    "维吾尔",
    "鄂伦春",
    "各族",
    "京族",
    "德昂族",
    "阿昌族",
    "门巴族",
    "珞巴族",
];

/// `内蒙古自治区` → `内蒙古`, `武侯区` → `武侯`, `延边朝鲜族自治州` → `延边`; `None` when fewer
/// than two characters would be left (`忠县`).
pub(crate) fn short_name(name: &str) -> Option<String> {
    let suffixes = [
        "特别行政区",
        "维吾尔自治区",
        "壮族自治区",
        "回族自治区",
        "自治区",
        "自治州",
        "自治县",
        "自治旗",
        "地区",
        "林区",
        "新区",
        "省",
        "市",
        "区",
        "县",
        "盟",
    ];
    let stems = suffixes
        .iter()
        .filter_map(|suffix| name.strip_suffix(suffix));
    let stem = stems.map(str::to_owned).find(|stem| is_name(stem))?;
    let autonomous = ["自治州", "自治县", "自治旗"];
    if autonomous.iter().any(|suffix| name.ends_with(suffix)) {
        Some(without_peoples(&stem))
    } else {
        Some(stem)
    }
}

fn is_name(stem: &str) -> bool {
    stem.chars().count() >= 2
}

/// `双江拉祜族佤族布朗族傣族` → `双江`.
fn without_peoples(stem: &str) -> String {
    let mut stem = stem;
    loop {
        let shorter = PEOPLES
            .iter()
            .filter_map(|people| stem.strip_suffix(people))
            .filter(|rest| is_name(rest))
            .min_by_key(|rest| rest.len());
        match shorter {
            Some(rest) => stem = rest,
            // 东乡族自治县 is called after the people itself.
            None => return stem.strip_suffix('族').unwrap_or(stem).to_owned(),
        }
    }
}

/// What people still write for a division that was raised: `铜梁县` for 铜梁区, `宜宾地区` for
/// 宜宾市, and the everyday form of long autonomous names: `恩施州`, `酉阳县`.
pub(crate) fn former_spellings(code: u32, name: &str) -> Vec<String> {
    let Some(short) = short_name(name) else {
        return Vec::new();
    };
    let suffixes: &[&str] = match name {
        _ if name.ends_with("自治州") => &["州"],
        _ if name.ends_with("自治县") => &["县"],
        _ if name.ends_with("自治旗") => &["旗"],
        _ if name.ends_with('区') && !name.ends_with("地区") && !name.ends_with("自治区") => {
            &["县", "市"]
        }
        _ if name.ends_with('市') && code.is_multiple_of(100) => &["地区"],
        _ if name.ends_with('市') => &["县"],
        _ => &[],
    };
    suffixes
        .iter()
        .map(|suffix| format!("{short}{suffix}"))
        .collect()
}
