import { Text } from '@mantine/core';
import type { ImportJob } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';

type Source = ImportJob['source'];
type DevicesSource = Extract<Source, { readonly kind: 'devices' }>;

/** Which pictures of devices, in words. */
const useChoice = (): ((source: DevicesSource) => string) => {
  const { t } = useTranslation();
  const format = useFormat();
  const moment = (iso: string): string => format.moment(Date.parse(iso));
  const span = ({ from, to }: DevicesSource): string | undefined => {
    if (from !== undefined && to !== undefined)
      return t('imports.list.span', { from: moment(from), to: moment(to) });
    if (from !== undefined) return t('imports.list.since', { from: moment(from) });
    return to === undefined ? undefined : t('imports.list.before', { to: moment(to) });
  };
  const scores = ({ minScore, maxScore }: DevicesSource): string | undefined =>
    minScore === undefined && maxScore === undefined
      ? undefined
      : t('imports.list.scores', { from: format.percent(minScore ?? 0), to: format.percent(maxScore ?? 1) });
  return (source) =>
    [
      source.filter === undefined
        ? t('imports.list.everyEdge')
        : t('imports.list.filter', { filter: source.filter }),
      span(source),
      scores(source),
    ]
      .filter((part) => part !== undefined)
      .join(' · ');
};

const useDetail = (source: Source): string => {
  const { t } = useTranslation();
  const format = useFormat();
  const choice = useChoice();
  switch (source.kind) {
    case 'upload':
      return '';
    case 'devices':
      return choice(source);
    case 'archive':
      return [
        source.fileName,
        source.format && t(`imports.archive.formats.${source.format}`),
        format.bytes(source.bytes),
      ]
        .filter((part) => part !== null)
        .join(' · ');
  }
};

/** What an import reads. */
export const SourceWords = ({ job: { source, dryRun } }: { readonly job: ImportJob }) => {
  const { t } = useTranslation();
  const detail = useDetail(source);
  return (
    <div>
      <Text size="sm" fw={550}>
        {t(`imports.list.kind.${source.kind}`)}
        {dryRun && ` · ${t('imports.list.dryRun')}`}
      </Text>
      {detail !== '' && (
        <Text size="xs" c="dimmed" className="wrap-anywhere">
          {detail}
        </Text>
      )}
    </div>
  );
};
