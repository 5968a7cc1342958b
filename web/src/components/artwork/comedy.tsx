/** Tiles of grins, winks and open mouths. */
import { HEIGHT, type Painter, range, WIDTH } from "./scene";

const TILE = 60;

export const comedy: Painter = ({ chance, palette }) => {
  const grounds = [palette.ground, palette.deep, palette.main, palette.spark, palette.light] as const;
  const tile = (index: number) => {
    const column = index % (WIDTH / TILE);
    const row = Math.floor(index / (WIDTH / TILE));
    const ground = chance.whole(0, grounds.length - 1);
    const ink = grounds[(ground + chance.whole(1, grounds.length - 1)) % grounds.length];
    const turn = chance.whole(0, 3) * 90;
    const shape = chance.pick(["grin", "grin", "quarter", "dot", "halves"] as const);
    return (
      <g key={index} transform={`translate(${column * TILE} ${row * TILE})`}>
        <path d={`M0 0H${TILE + 0.5}V${TILE + 0.5}H0Z`} fill={grounds[ground]} />
        <g transform={`rotate(${shape === "grin" ? 0 : turn} ${TILE / 2} ${TILE / 2})`} fill={ink}>
          {shape === "grin" && <path d="M4 22A26 26 0 0 0 56 22ZM15 8a6 6 0 1 0 .1 0ZM45 8a6 6 0 1 0 .1 0Z" />}
          {shape === "quarter" && <path d="M0 0H60A60 60 0 0 1 0 60Z" />}
          {shape === "dot" && <circle cx="30" cy="30" r="19" />}
          {shape === "halves" && <path d="M0 0A30 30 0 0 0 60 0ZM0 60A30 30 0 0 1 60 60Z" />}
        </g>
      </g>
    );
  };
  return range((WIDTH / TILE) * (HEIGHT / TILE)).map(tile);
};
