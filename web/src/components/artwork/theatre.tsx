/** A curtain, parted, and light on the boards. */
import { HEIGHT, type Painter, range, short, WIDTH } from "./scene";

const FOLDS = 6;

export const theatre: Painter = ({ chance, palette, name }) => {
  const opening = chance.between(0.3, 0.42);
  const lamp = chance.between(0.3, 0.7) * WIDTH;
  const target = chance.between(0.42, 0.58) * WIDTH;
  const side = WIDTH * (0.5 - opening / 2);
  const fold = (index: number) => {
    const width = side / FOLDS;
    const x = index * width;
    const hem = HEIGHT - 34 - ((index + 1) / FOLDS) ** 2 * 70;
    return `M${short(x)} -4H${short(x + width + 0.6)}V${short(hem - 8)}Q${short(x + width / 2)} ${short(hem + 16)} ${short(x)} ${short(hem)}Z`;
  };
  const curtain = range(FOLDS).map((index) => <path key={index} d={fold(index)} fill={`url(#${name}-fold)`} />);
  return (
    <>
      <defs>
        <linearGradient id={`${name}-fold`}>
          <stop offset="0" stopColor={palette.deep} />
          <stop offset="0.45" stopColor={palette.main} />
          <stop offset="1" stopColor={palette.deep} />
        </linearGradient>
        <linearGradient id={`${name}-beam`} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor={palette.light} stopOpacity="0.85" />
          <stop offset="1" stopColor={palette.spark} stopOpacity="0.12" />
        </linearGradient>
      </defs>
      <path d={`M0 ${HEIGHT - 52}H${WIDTH}V${HEIGHT}H0Z`} fill={palette.deep} opacity="0.55" />
      <path
        d={`M${short(lamp - 12)} -6H${short(lamp + 12)}L${short(target + 96)} 262H${short(target - 96)}Z`}
        fill={`url(#${name}-beam)`}
      />
      <ellipse cx={short(target)} cy="262" rx="96" ry="17" fill={palette.spark} opacity="0.9" />
      <circle cx={short(target)} cy="182" r="17" fill={palette.ground} />
      <path d={`M${short(target - 24)} 262q-4 -58 24 -60q28 2 24 60Z`} fill={palette.ground} />
      <g>{curtain}</g>
      <g transform={`matrix(-1 0 0 1 ${WIDTH} 0)`}>{curtain}</g>
    </>
  );
};
