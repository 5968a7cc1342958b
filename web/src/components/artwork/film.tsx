/** A night sky over hills, wide as a screen. */
import { HEIGHT, type Painter, range, short, WIDTH } from "./scene";

export const film: Painter = ({ chance, palette, name }) => {
  const moon = { x: chance.between(110, 370), y: chance.between(66, 110), r: chance.between(34, 50) };
  const stars = range(54).map(() => ({
    x: chance.between(0, WIDTH),
    y: chance.between(0, 190),
    r: chance.between(0.5, 1.7),
  }));
  const hill = (layer: number) => {
    const base = 164 + layer * 32;
    const [a, b, c] = [chance.between(0, 6), chance.between(1.5, 4), chance.between(14, 30)];
    const points = range(25).map((step) => {
      const across = step / 24;
      const height = Math.sin(across * b * 2 + a) * c + Math.sin(across * b * 5 + a * 2) * c * 0.32;
      return `${short(across * WIDTH)} ${short(base - height)}`;
    });
    return `M0 ${HEIGHT}L${points.join("L")}L${WIDTH} ${HEIGHT}Z`;
  };
  const hills = [palette.main, palette.deep, palette.ground, "#000"] as const;
  return (
    <>
      <defs>
        <linearGradient id={name} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={palette.ground} />
          <stop offset="0.55" stopColor={palette.deep} />
          <stop offset="0.8" stopColor={palette.spark} />
        </linearGradient>
      </defs>
      <path d={`M0 0H${WIDTH}V${HEIGHT}H0Z`} fill={`url(#${name})`} />
      {stars.map((star) => (
        <circle key={star.x} cx={short(star.x)} cy={short(star.y)} r={short(star.r)} fill={palette.light} />
      ))}
      <circle cx={short(moon.x)} cy={short(moon.y)} r={short(moon.r)} fill={palette.light} />
      {hills.map((colour, layer) => (
        <path key={colour} d={hill(layer)} fill={colour} opacity={layer === 3 ? 0.55 : 1} />
      ))}
    </>
  );
};
