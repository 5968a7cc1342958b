/** Everything for choosing, brought together: the map or the list, and the panel that tells what one has and what it comes to. */
import { useState } from "react";
import { ChooserFrame, type ChooserView } from "./chooser-frame";
import { tierOfUnit } from "./choosing/prices";
import { type Chooser, useChooser } from "./choosing/use-chooser";
import type { LiveHall } from "./hall/use-hall";
import { SeatList } from "./list/seat-list";
import { SeatMap } from "./map/seat-map";
import { ClaimBar } from "./panel/claim-bar";
import { Panel } from "./panel/panel";
import type { GeneralPlaces, SeatMapScreenProps } from "./seat-map-screen";

type SeatChooserProps = SeatMapScreenProps & { live: LiveHall };

export function SeatChooser(props: SeatChooserProps) {
  const { event, live } = props;
  const chooser = useChooser(props);
  const { hall, claim, choice, names, holding } = chooser;
  const [view, setView] = useState<ChooserView>("map");
  const [wanted, setWanted] = useState<{ section: string } | null>(null);
  const hasFooter = choice.units.length > 0 || claim.failure !== null;
  const footer = hasFooter && (
    <ClaimBar
      event={event}
      count={choice.units.length}
      places={names.places(choice.units)}
      sum={chooser.sum}
      isBusy={claim.underWay === "seats"}
      failure={claim.failure}
      onHold={holding.holdChosen}
    />
  );
  return (
    <ChooserFrame
      event={event}
      view={view}
      onView={setView}
      panel={<ChooserPanel {...props} chooser={chooser} wanted={wanted} />}
      footer={footer}
      opens={wanted ?? choice.lost ?? (hall.hasSeats ? null : hall)}
      hasList={hall.hasSeats}
    >
      <ChooserPlaces
        view={view}
        live={live}
        chooser={chooser}
        onGeneral={(section) => setWanted({ section: hall.sections[section]?.id ?? "" })}
      />
    </ChooserFrame>
  );
}

interface ChooserPlacesProps {
  view: ChooserView;
  live: LiveHall;
  chooser: Chooser;
  onGeneral: (section: number) => void;
}

function ChooserPlaces({ view, live, chooser, onGeneral }: ChooserPlacesProps) {
  const { marks, names, counts, sectionTexts, shown, pick } = chooser;
  const same = { live, marks, names, onSeat: pick, onGeneral };
  if (view === "list") return <SeatList {...same} counts={counts} priceOf={sectionTexts.price} />;
  return <SeatMap {...same} labels={sectionTexts.label} sectionText={sectionTexts.whole} show={shown?.units ?? null} />;
}

interface ChooserPanelProps extends SeatChooserProps {
  chooser: Chooser;
  /** The section without seats that was pointed at. */
  wanted: { section: string } | null;
}

function ChooserPanel({ event, onHeld, renderGeneral, chooser, wanted }: ChooserPanelProps) {
  const { claim, held, holding, shown, pick } = chooser;
  const sections = generalSections(chooser);
  const general =
    sections.length > 0 &&
    renderGeneral({
      sections,
      mostPerOrder: event.max_tickets_per_order,
      busy: claim.underWay,
      wanted,
      onHold: holding.holdGeneral,
    });
  return (
    <Panel
      event={event}
      hall={chooser.hall}
      tiers={chooser.tiers}
      counts={chooser.counts}
      names={chooser.names}
      choice={chooser.choice}
      proposals={chooser.proposals}
      holds={held.holds}
      foundHoldId={shown?.holdId ?? null}
      filter={chooser.filter}
      isFinding={claim.underWay === "best"}
      general={general}
      onFilter={chooser.setFilter}
      onRemove={pick}
      onClear={chooser.clear}
      onTake={chooser.take}
      onSeen={chooser.seen}
      onFind={holding.holdBest}
      onContinue={onHeld}
    />
  );
}

function generalSections({ hall, tiers, counts, sectionTexts }: Chooser): GeneralPlaces["sections"] {
  return hall.sections.flatMap((section, index) => {
    const tier = tierOfUnit(hall, tiers, section.first);
    if (!section.isGeneral || !tier) return [];
    const available = counts.sections[index] ?? 0;
    return [{ ...section, tier, available, capacity: section.count, sign: sectionTexts.sign(index) }];
  });
}
