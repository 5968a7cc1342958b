//! A code's QR picture as PNG, which every mail program shows.

use anyhow::{Context, Result};
use fast_qr::{ECL, QRBuilder};

/// Pixels a module, and modules of quiet around the code.
const SCALE: usize = 4;
const MARGIN: usize = 4;

pub(super) fn qr_png(code: &str) -> Result<Vec<u8>> {
    let qr = QRBuilder::new(code).ecl(ECL::M).build().context("a code is too long for a picture")?;
    let side = (qr.size + 2 * MARGIN) * SCALE;
    let is_dark = |x: usize, y: usize| {
        let module = |at: usize| (at / SCALE).checked_sub(MARGIN).filter(|module| *module < qr.size);
        module(y).zip(module(x)).is_some_and(|(row, column)| qr[row][column].value())
    };
    let mut rows = Vec::with_capacity(side * side.div_ceil(8));
    for y in 0..side {
        for first in (0..side).step_by(8) {
            let bits = (first..first + 8).map(|x| u8::from(x >= side || !is_dark(x, y)));
            rows.push(bits.fold(0, |byte, bit| byte << 1 | bit));
        }
    }
    let mut bytes = Vec::new();
    let side = u32::try_from(side).context("a picture is too large")?;
    let mut picture = png::Encoder::new(&mut bytes, side, side);
    picture.set_color(png::ColorType::Grayscale);
    picture.set_depth(png::BitDepth::One);
    let mut writer = picture.write_header()?;
    writer.write_image_data(&rows)?;
    writer.finish()?;
    Ok(bytes)
}
