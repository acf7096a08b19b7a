import { fact, listed, unlessNone, type Section, type Writing } from './summary-section';

const unlessEmpty = (section: Section): readonly Section[] => (section.facts.length === 0 ? [] : [section]);

const datasets = ({ figures, texts, say }: Writing): Section => {
  const { pictures, labelled, reviewed, versions, importsFinished, importsFailed } = figures.datasets;
  const labels = texts.labelled(say.number(labelled), say.number(reviewed));
  const imports = texts.ended(say.number(importsFinished), say.number(importsFailed));
  return {
    title: texts.datasets,
    facts: [
      ...unlessNone(pictures, texts.pictures, say.number(pictures)),
      ...unlessNone(labelled + reviewed, texts.labels, labels),
      ...unlessNone(versions, texts.versions, say.number(versions)),
      ...unlessNone(importsFinished + importsFailed, texts.imports, imports),
    ],
  };
};

const runs = (writing: Writing): readonly Section[] => {
  const { figures, texts, say } = writing;
  const { succeeded, failed, cancelled, trainSeconds, newest } = figures.runs;
  const ended = succeeded + failed + cancelled;
  if (ended === 0) return [];
  const counts = texts.runCounts(say.number(succeeded), say.number(failed), say.number(cancelled));
  const lines = newest.map(({ name, version, status, seconds, score }) =>
    [
      `${name}${version === null ? '' : ` ${version}`}: ${texts.runStatus[status]}`,
      ...(seconds === 0 ? [] : [say.duration(seconds)]),
      ...(score === null ? [] : [say.score(score)]),
    ].join(', '),
  );
  const [list] = listed('', lines, writing, ended - lines.length);
  const facts = [
    fact(texts.runsEnded, counts),
    ...unlessNone(trainSeconds, texts.trainTime, say.duration(trainSeconds)),
  ];
  return [{ title: texts.runs, facts, lines: list?.lines ?? [] }];
};

const rollouts = (writing: Writing): readonly Section[] => {
  const { figures, texts, say } = writing;
  const { started, finished, stopped, newest, devicesConfirmed, devicesRolledBack, devicesFailed } =
    figures.rollouts;
  const counts = texts.rolloutCounts(say.number(started), say.number(finished), say.number(stopped));
  const of = [devicesConfirmed, devicesRolledBack, devicesFailed] as const;
  const edges = texts.edgeCounts(say.number(of[0]), say.number(of[1]), say.number(of[2]));
  const lines = newest.map(({ name, model, status, succeeded, failed }) => {
    const done = `${say.number(succeeded)} / ${say.number(succeeded + failed)}`;
    return `${name} (${model}): ${texts.rolloutStatus[status] ?? status}, ${done}`;
  });
  const [list] = listed('', lines, writing);
  const facts = [
    ...unlessNone(started + finished + stopped, texts.rollouts, counts),
    ...unlessNone(of[0] + of[1] + of[2], texts.edges, edges),
  ];
  if (facts.length === 0 && list === undefined) return [];
  return [{ title: texts.rollouts, facts, lines: list?.lines ?? [] }];
};

/** What was learned and rolled out on the day; nothing where nothing was. */
export const workSections = (writing: Writing): readonly Section[] => [
  ...unlessEmpty(datasets(writing)),
  ...runs(writing),
  ...rollouts(writing),
];
