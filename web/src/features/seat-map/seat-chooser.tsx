/** Everything for choosing, brought together: the map or the list, and the panel that tells what one has and what it comes to. */
import { useCallback, useMemo, useState } from "react";
import type { Wish } from "@/api/requests/reserve";
import { useLocale, useMessages } from "@/lib/i18n/context";
import { AVAILABLE } from "@/lib/live/unit-states";
import { announce, notify } from "@/lib/notices";
import { ChooserFrame, type ChooserView } from "./chooser-frame";
import type { Proposal } from "./choosing/neighbours";
import { hallTiers, NO_FILTER, sumOf, tierOfUnit, wantedUnits } from "./choosing/prices";
import { useChoice } from "./choosing/use-choice";
import { useClaim } from "./choosing/use-claim";
import { useHeldHere } from "./choosing/use-held-here";
import { useProposals } from "./choosing/use-proposals";
import { placeNames } from "./describe";
import { at } from "./hall/hall";
import { useCounts } from "./hall/use-counts";
import { type LiveHall, unitOf } from "./hall/use-hall";
import { SeatList } from "./list/seat-list";
import { SeatMap } from "./map/seat-map";
import { ClaimBar } from "./panel/claim-bar";
import { Panel } from "./panel/panel";
import type { SeatMapScreenProps } from "./seat-map-screen";
import { texts } from "./texts";
import { useSectionTexts } from "./use-section-texts";

export function SeatChooser({ event, live, onHeld, renderGeneral }: SeatMapScreenProps & { live: LiveHall }) {
  const t = useMessages(texts);
  const { tag } = useLocale();
  const { hall, feed } = live;
  const tiers = useMemo(() => hallTiers(hall, event), [hall, event]);
  const names = useMemo(() => placeNames(hall, tiers, t, tag), [hall, tiers, t, tag]);
  const counts = useCounts(live);
  const sectionTexts = useSectionTexts(hall, tiers, counts);
  const { holds, yours } = useHeldHere(hall, event.id);
  const claim = useClaim(event.id);
  const [choice, dispatch] = useChoice(event.id, live, names, yours);
  const proposals = useProposals(live, tiers, choice, yours);
  const [filter, setFilter] = useState(NO_FILTER);
  const [view, setView] = useState<ChooserView>("map");
  const [show, setShow] = useState<readonly number[] | null>(null);
  const [wantedGeneral, setWantedGeneral] = useState<{ section: string } | null>(null);

  const wanted = useMemo(() => wantedUnits(hall, filter), [hall, filter]);
  const marks = useMemo(() => ({ chosen: new Set(choice.units), yours, wanted }), [choice.units, yours, wanted]);
  const most = event.max_tickets_per_order;

  const pick = useCallback(
    (unit: number) => {
      const isChosen = choice.units.includes(unit);
      const state = at(feed.states ?? [], unit);
      const isFree = state === AVAILABLE && tierOfUnit(hall, tiers, unit) !== null;
      claim.forgetFailure();
      if (!isChosen && (!isFree || yours.has(unit))) {
        const own = { chosen: false, yours: yours.has(unit) };
        notify("info", t.cantSaid(names.place(unit), names.state(unit, own, state)));
      } else if (!isChosen && choice.units.length >= most) {
        notify("warn", t.most(most));
      } else {
        dispatch({ type: "toggle", unit, most });
        announce((isChosen ? t.removedSaid : t.chosenSaid)(names.place(unit)));
      }
    },
    [choice.units, feed, hall, tiers, yours, names, most, t, dispatch, claim.forgetFailure],
  );

  const hold = async () => {
    const seats = choice.units.flatMap((unit) => hall.seats[unit]?.id ?? []);
    const held = await claim.claim(
      "seats",
      { seats },
      {
        begun: () => dispatch({ type: "claim" }),
        failed: (problem) => {
          const taken = problem?.extra["taken_seats"];
          const ids = Array.isArray(taken) ? taken.filter((id) => typeof id === "string") : [];
          dispatch({ type: "claim_failed", taken: ids.flatMap((id) => unitOf(hall, id) ?? []) });
        },
      },
    );
    if (!held) return;
    dispatch({ type: "claimed" });
    onHeld(held);
  };

  const findBest = async (wish: Wish) => {
    const held = await claim.claim("best", wish);
    const units = held?.seats.flatMap((seat) => (seat.id ? (unitOf(hall, seat.id) ?? []) : [])) ?? [];
    if (held && units.length === 0) onHeld(held);
    else if (held) setShow(units);
  };

  const holdGeneral = async (section: string, quantity: number) => {
    const held = await claim.claim(section, { section, quantity });
    if (held) onHeld(held);
  };

  const pointAtGeneral = (section: number) => setWantedGeneral({ section: hall.sections[section]?.id ?? "" });
  const take = ({ units }: Proposal) => {
    dispatch({ type: "choose", units, most });
    setShow(units);
  };
  const general = hall.sections.flatMap((section, index) => {
    const tier = tierOfUnit(hall, tiers, section.first);
    if (!section.isGeneral || !tier) return [];
    const available = counts.sections[index] ?? 0;
    return [{ ...section, tier, available, capacity: section.count, sign: sectionTexts.sign(index) }];
  });

  const panel = (
    <Panel
      event={event}
      hall={hall}
      tiers={tiers}
      counts={counts}
      names={names}
      choice={choice}
      proposals={proposals}
      holds={holds}
      filter={filter}
      isFinding={claim.underWay === "best"}
      general={
        general.length > 0 &&
        renderGeneral({
          sections: general,
          mostPerOrder: most,
          busy: claim.underWay,
          wanted: wantedGeneral,
          onHold: holdGeneral,
        })
      }
      onFilter={setFilter}
      onRemove={pick}
      onClear={() => dispatch({ type: "clear" })}
      onTake={take}
      onSeen={() => dispatch({ type: "seen" })}
      onFind={findBest}
      onContinue={onHeld}
    />
  );
  const hasFooter = choice.units.length > 0 || claim.failure !== null;
  const footer = hasFooter && (
    <ClaimBar
      event={event}
      count={choice.units.length}
      places={names.places(choice.units)}
      sum={sumOf(hall, tiers, choice.units, event.currency)}
      isBusy={claim.underWay === "seats"}
      failure={claim.failure}
      onHold={hold}
    />
  );
  return (
    <ChooserFrame
      event={event}
      view={view}
      onView={setView}
      panel={panel}
      footer={footer}
      opens={wantedGeneral ?? choice.lost ?? (hall.hasSeats ? null : hall)}
      hasList={hall.hasSeats}
    >
      {view === "map" ? (
        <SeatMap
          live={live}
          marks={marks}
          names={names}
          labels={sectionTexts.label}
          sectionText={sectionTexts.whole}
          onSeat={pick}
          onGeneral={pointAtGeneral}
          show={show}
        />
      ) : (
        <SeatList
          live={live}
          marks={marks}
          names={names}
          counts={counts}
          priceOf={sectionTexts.price}
          onSeat={pick}
          onGeneral={pointAtGeneral}
        />
      )}
    </ChooserFrame>
  );
}
