/** Lanes that sweep round a bend, and the flight of a ball. */
import { HEIGHT, type Painter, range, short, WIDTH } from "./scene";

const LANES = 7;

export const sport: Painter = ({ chance, palette }) => {
  const left = chance.whole(0, 1) === 1;
  const [cx, cy] = [left ? -20 : WIDTH + 20, HEIGHT + 30];
  const step = chance.between(40, 52);
  const colours = [palette.deep, palette.main, palette.deep, palette.spark] as const;
  const ball = { x: left ? WIDTH - 96 : 96, y: chance.between(70, 104) };
  const rise = short(chance.between(-10, 40));
  return (
    <>
      {range(LANES).map((lane) => (
        <circle
          key={lane}
          cx={cx}
          cy={cy}
          r={short(110 + lane * step)}
          fill="none"
          stroke={colours[lane % colours.length]}
          strokeWidth={short(step - 4)}
          strokeOpacity={0.92 - lane * 0.07}
        />
      ))}
      <path
        d={`M${left ? 40 : WIDTH - 40} ${HEIGHT}Q${WIDTH / 2} ${rise} ${ball.x} ${short(ball.y)}`}
        fill="none"
        stroke={palette.light}
        strokeWidth="4"
        strokeDasharray="2 13"
        strokeLinecap="round"
      />
      <circle cx={ball.x} cy={short(ball.y)} r="34" fill={palette.light} />
      <path
        d={`M${ball.x - 34} ${short(ball.y)}a48 48 0 0 1 68 0M${ball.x} ${short(ball.y - 34)}a60 60 0 0 1 0 68`}
        fill="none"
        stroke={palette.ground}
        strokeWidth="3.5"
      />
    </>
  );
};
