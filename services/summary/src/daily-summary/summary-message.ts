import type { DailySummaryEvent, Language, Message, SummaryFigures } from '@tutti/contracts/summary';
import { formats } from './summary-formats';
import { fact, listed, unlessNone, type Section, type Writing } from './summary-section';
import { summaryTexts } from './summary-texts';
import { workSections } from './summary-work-sections';

export type ComposedSummary = Extract<DailySummaryEvent, { type: 'SummaryComposed' }>['data'];

const devices = ({ figures, texts, say }: Writing): Section => {
  const { registered, suspended, requested, online, offline, changes } = figures.devices;
  const happened = [
    [changes.registered, texts.registeredOn],
    [changes.suspended, texts.suspendedOn],
    [changes.resumed, texts.resumedOn],
    [changes.retired, texts.retiredOn],
    [changes.wentOffline, texts.wentOffline],
  ] as const;
  const told = happened.filter(([n]) => n > 0).map(([n, text]) => text(say.number(n)));
  return {
    title: texts.devices,
    facts: [
      fact(texts.online, `${say.number(online)} / ${say.number(registered)}`),
      ...unlessNone(offline, texts.offline, say.number(offline)),
      ...unlessNone(suspended, texts.suspended, say.number(suspended)),
      ...unlessNone(requested, texts.requested, say.number(requested)),
      ...(told.length === 0 ? [] : [fact(texts.changes, told.join(', '))]),
    ],
  };
};

const inference = ({ figures, texts, say }: Writing): Section => {
  const { results, volumeBytes, failures, meanScore, lowScores, warnings, change } = figures.inference;
  const compared = (value: string, by: string | undefined): string =>
    by === undefined ? value : `${value} (${texts.against(by)})`;
  const score = meanScore === null ? texts.noScore : say.score(meanScore);
  const low = `${say.number(lowScores)} (${texts.warnings(say.number(warnings))})`;
  return {
    title: texts.inference,
    facts: [
      fact(texts.results, compared(say.number(results), say.change(results, change.results))),
      ...unlessNone(volumeBytes, texts.volume, say.bytes(volumeBytes)),
      fact(texts.meanScore, compared(score, say.points(change.meanScore))),
      ...unlessNone(warnings, texts.lowScores, low),
      fact(texts.failures, compared(say.number(failures), say.change(failures, change.failures))),
    ],
  };
};

const lists = (writing: Writing): readonly Section[] => {
  const { figures, texts, say } = writing;
  const streams = figures.streams.map(({ name, results, devices: of, meanScore }) => {
    const score = meanScore === null ? texts.noScore : say.score(meanScore);
    return texts.streamLine(name, say.number(results), say.number(of), score);
  });
  const offline = figures.offline.map(({ name, since }) => texts.since(name, say.time(since)));
  const problems = figures.problems.map(({ kind, name, count, detail }) => {
    const line = texts[kind](name, say.number(count));
    return detail === null ? line : `${line} (${detail})`;
  });
  return [
    ...listed(texts.streams, streams, writing, figures.moreStreams),
    ...listed(texts.problems, problems, writing),
    ...listed(texts.offlineEdges, offline, writing, figures.devices.offline - offline.length),
  ];
};

const hasTrouble = ({
  devices: of,
  inference: seen,
  problems,
  runs,
  rollouts,
  datasets,
}: SummaryFigures): boolean =>
  of.offline + seen.failures + seen.warnings + problems.length + runs.failed > 0 ||
  rollouts.devicesFailed + rollouts.devicesRolledBack + datasets.importsFailed > 0;

const isQuiet = ({ devices: of, inference: seen, ...rest }: SummaryFigures): boolean => {
  const counts = [of.changes, rest.datasets, rest.runs, rest.rollouts].flatMap((part) =>
    Object.values(part).filter((value) => typeof value === 'number'),
  );
  return seen.results + seen.failures + seen.warnings === 0 && counts.every((n) => n === 0);
};

/** What people are told of a day, before it takes the form of a channel. */
export const summaryMessage = (summary: ComposedSummary, language: Language): Message => {
  const { workspace, date, revision, timeZone, figures, soFar } = summary;
  const texts = summaryTexts[language];
  const say = formats(language, timeZone);
  const writing = { figures, texts, say };
  const whole = texts.title(workspace, date);
  const title = soFar === true ? `${whole}, ${texts.soFar}` : whole;
  const { online, registered } = figures.devices;
  const results = say.number(figures.inference.results);
  const lead = texts.lead(results, say.number(online), say.number(registered));
  return {
    key: `summary:${workspace}:${date}:${revision}`,
    language,
    level: hasTrouble(figures) ? 'warning' : 'info',
    title: revision === 1 ? title : `${title} (${texts.revised(revision)})`,
    lead: isQuiet(figures) ? texts.quiet : lead,
    sections: [devices(writing), inference(writing), ...lists(writing), ...workSections(writing)],
    links: [
      { title: texts.openDay, path: `/summaries/${date}` },
      { title: texts.openEdges, path: '/edges' },
    ],
  };
};
