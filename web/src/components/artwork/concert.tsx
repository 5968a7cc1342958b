/** Ridges of sound rising before a low sun, or a record that turns under a lamp. */
import { HEIGHT, type Painter, range, short, WIDTH } from "./scene";

const RIDGES = 15;
const STEPS = 40;

export const concert: Painter = (scene) => (scene.chance.whole(0, 2) === 0 ? record(scene) : ridges(scene));

const ridges: Painter = ({ chance, palette, name }) => {
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

const record: Painter = ({ chance, palette, name }) => {
  const [cx, cy] = [chance.between(150, 330), chance.between(120, 190)];
  const turn = short(chance.between(-60, 60));
  const grooves = range(13).map((ring) => 66 + ring * 13 + chance.between(-3, 3));
  return (
    <>
      <defs>
        <linearGradient id={name} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor={palette.main} />
          <stop offset="1" stopColor={palette.deep} />
        </linearGradient>
      </defs>
      <path d={`M0 0H${WIDTH}V${HEIGHT}H0Z`} fill={`url(#${name})`} />
      <g transform={`translate(${short(cx)} ${short(cy)}) rotate(${turn})`}>
        <circle r="236" fill={palette.ground} />
        {grooves.map((radius) => (
          <circle
            key={radius}
            r={short(radius)}
            fill="none"
            stroke={palette.light}
            strokeOpacity="0.16"
            strokeWidth="1.6"
          />
        ))}
        <path d="M0 0L236 -62A244 244 0 0 1 236 62Z" fill={palette.light} opacity="0.13" />
        <path d="M0 0L-236 -62A244 244 0 0 0 -236 62Z" fill={palette.light} opacity="0.13" />
        <circle r="54" fill={palette.spark} />
        <path d="M-54 0A54 54 0 0 1 54 0Z" fill={palette.light} />
        <circle r="9" fill={palette.ground} />
      </g>
    </>
  );
};
