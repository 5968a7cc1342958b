/** Ridges of sound rising before a low sun. */
import { HEIGHT, type Painter, range, short, WIDTH } from "./scene";

const RIDGES = 15;
const STEPS = 40;

export const concert: Painter = ({ chance, palette, name }) => {
  const centre = chance.between(0.32, 0.68);
  const radius = chance.between(74, 108);
  const waves = range(4).map(() => ({ pitch: chance.between(3, 15), phase: chance.between(0, 6.3) }));
  const ridge = (row: number) => {
    const base = 132 + row * ((HEIGHT - 120) / RIDGES);
    const points = range(STEPS + 1).map((step) => {
      const across = step / STEPS;
      const near = Math.exp(-(((across - centre) / 0.2) ** 2));
      const swing = waves.reduce((sum, wave) => sum + Math.sin(across * wave.pitch + wave.phase + row * 0.9), 0);
      return `${short(across * WIDTH)} ${short(base - near * (26 + Math.abs(swing) * 15))}`;
    });
    return `M0 ${HEIGHT + 4}L0 ${short(base)}L${points.join("L")}L${WIDTH} ${HEIGHT + 4}Z`;
  };
  return (
    <>
      <defs>
        <linearGradient id={name} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={palette.spark} />
          <stop offset="1" stopColor={palette.main} />
        </linearGradient>
      </defs>
      <circle cx={short(centre * WIDTH)} cy="128" r={short(radius)} fill={`url(#${name})`} />
      {range(RIDGES).map((row) => (
        <path
          key={row}
          d={ridge(row)}
          fill={palette.ground}
          stroke={row % 4 === 3 ? palette.spark : palette.light}
          strokeWidth="1.6"
          strokeOpacity={0.35 + (row / RIDGES) * 0.6}
        />
      ))}
    </>
  );
};
