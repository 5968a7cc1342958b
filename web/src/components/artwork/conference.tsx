/** Blocks that are stacked into a town. */
import { type Painter, range, short, WIDTH } from "./scene";

const SIDE = 34;
const RISE = SIDE * 0.5;

export const conference: Painter = ({ chance, palette }) => {
  const columns = Math.ceil(WIDTH / (SIDE * 2)) + 2;
  const tops = [palette.main, palette.spark, palette.light, palette.main] as const;
  const block = (row: number, column: number) => {
    const height = chance.whole(0, 3) * 26 + 12;
    const x = column * SIDE * 2 + (row % 2) * SIDE - SIDE;
    const y = 96 + row * RISE - height;
    const foot = height + 180;
    return (
      <g key={`${row} ${column}`}>
        <path d={`M${x} ${short(y)}l${SIDE} ${RISE}v${foot}l${-SIDE} ${-RISE}Z`} fill={palette.deep} />
        <path d={`M${x + SIDE} ${short(y + RISE)}l${SIDE} ${-RISE}v${foot}l${-SIDE} ${RISE}Z`} fill={palette.ground} />
        <path d={`M${x} ${short(y)}l${SIDE} ${-RISE}l${SIDE} ${RISE}l${-SIDE} ${RISE}Z`} fill={chance.pick(tops)} />
      </g>
    );
  };
  return range(16).flatMap((row) => range(columns).map((column) => block(row, column)));
};
