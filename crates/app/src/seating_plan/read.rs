//! Reads a plan in pretix's JSON.

use std::collections::HashMap;

use admit_domain::id::SeatMapId;
use admit_domain::seat_map::{Access, Category, SeatMap};

use super::areas::read_color;
use super::cursor::{Cursor, TEXT_CHARS_MAX};
use super::faults::{Path, PlanFaults};
use super::frame::frame;
use super::json;
use super::sections::Sections;
use super::zones::{SeatCategory, Zones};

/// The longest file that is read: a plan of the most units, with every field and indented, is shorter.
pub const PLAN_BYTES_MAX: usize = 64 << 20;

const CATEGORIES_MAX: usize = 500;
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads `json` as the plan `id`.
///
/// # Errors
/// Everything that is wrong with the plan, each with the JSON path where it stands.
pub fn read(json: &[u8], id: SeatMapId) -> Result<SeatMap, PlanFaults> {
    if json.len() > PLAN_BYTES_MAX {
        return Err(PlanFaults::one(&Path::Root, format_args!("is longer than {PLAN_BYTES_MAX} bytes")));
    }
    let json = json.strip_prefix(BYTE_ORDER_MARK).unwrap_or(json);
    let root = json::parse(json)
        .map_err(|error| PlanFaults::one(&Path::Root, format_args!("can't be read as JSON: {error}")))?;
    PlanTree(root).build(id)
}

/// A plan that stands inside other JSON, read but not yet understood. It takes no more memory than a file of its own would.
pub struct PlanTree<'a>(json::Node<'a>);

impl<'de> serde::Deserialize<'de> for PlanTree<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        json::parse_inside(deserializer).map(PlanTree)
    }
}

impl PlanTree<'_> {
    /// Makes the plan `id` of it.
    ///
    /// # Errors
    /// As [`read`].
    pub fn build(&self, id: SeatMapId) -> Result<SeatMap, PlanFaults> {
        build(Cursor::root(&self.0), id)
    }
}

fn build(plan: Cursor<'_, '_>, id: SeatMapId) -> Result<SeatMap, PlanFaults> {
    let mut faults = PlanFaults::default();
    if !plan.is_object(&mut faults) {
        return Err(faults);
    }
    let name = plan.required_text("name", TEXT_CHARS_MAX, &mut faults).unwrap_or_default().trim();
    let declared = read_size(plan, &mut faults);
    let (categories, by_name) = read_categories(plan, &mut faults).unzip();
    let mut zones = Zones::new(Sections::new(id), by_name);
    let list = plan.required("zones", &mut faults);
    if let Some(list) = list {
        zones.read(list, &mut faults);
    }
    let (mut sections, mut decorations) = faults.or((zones.sections.finish(), zones.decorations))?;
    let frame = frame(&mut sections, &mut decorations, declared);
    let map = SeatMap {
        id,
        name: if name.is_empty() { "Seating plan".into() } else { name.into() },
        width: frame.width,
        height: frame.height,
        categories: categories.unwrap_or_default(),
        sections,
        decorations,
        focus: frame.focus,
    };
    map.check().map_err(|error| PlanFaults::one(&Path::Root, error))?;
    Ok(map)
}

/// Older files don't say how large their plan is.
fn read_size(plan: Cursor<'_, '_>, faults: &mut PlanFaults) -> Option<(f32, f32)> {
    let size = plan.optional("size").filter(|size| size.is_object(faults))?;
    let width = size.required("width", faults).and_then(|width| width.length(faults));
    let height = size.required("height", faults).and_then(|height| height.length(faults));
    Some((width?, height?))
}

type ByName<'a> = HashMap<&'a str, SeatCategory>;

fn read_categories<'a>(plan: Cursor<'a, '_>, faults: &mut PlanFaults) -> Option<(Vec<Category>, ByName<'a>)> {
    let list = plan.required("categories", faults)?;
    let told = faults.total();
    let items: Vec<_> = list.items(CATEGORIES_MAX, faults).collect();
    let mut names_known = faults.total() == told;
    let mut categories = Vec::new();
    let mut by_name = HashMap::new();
    for item in &items {
        let field = item.is_object(faults).then(|| item.required("name", faults)).flatten();
        let Some((field, name)) = field.and_then(|field| Some((field, field.text(TEXT_CHARS_MAX, faults)?))) else {
            names_known = false;
            continue;
        };
        let category = SeatCategory { index: categories.len() as u16, access: access_of(name) };
        if by_name.insert(name, category).is_some() {
            field.fault(faults, format_args!("{name:?} is the name of another category too"));
        }
        categories.push(Category { name: name.into(), color: read_color(*item, "color", faults) });
    }
    // Without all names, each seat of the missing one would be a fault of its own and hide the one that matters.
    names_known.then_some((categories, by_name))
}

/// The format has no field for it; venues say it in the category's name.
pub(super) fn access_of(category: &str) -> Access {
    let name = category.to_lowercase();
    if name.contains("accessible") || name.contains("wheelchair") { Access::Accessible } else { Access::Standard }
}
