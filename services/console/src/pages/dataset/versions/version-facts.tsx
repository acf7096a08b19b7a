import { Code } from '@mantine/core';
import type { DatasetVersion, VersionStatistics } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { CopyIcon } from '../../../components/copy-button';
import { useAuthor } from '../../../components/event/use-author';
import { Facts } from '../../../components/facts';
import { useFormat } from '../../../i18n/use-format';
import { useShownDataset } from '../use-shown-dataset';
import { splits } from './splits';

interface Props {
  readonly version: DatasetVersion;
  readonly statistics: VersionStatistics | undefined;
}

const useRule = ({ rule }: DatasetVersion): readonly (readonly [string, string])[] => {
  const { t } = useTranslation();
  const format = useFormat();
  const shares = splits.map(
    (split) => `${t(`versions.split.${split}`)} ${format.percent(rule.shares[split], 1)}`,
  );
  return [
    [t('versions.facts.split'), shares.join(' · ')],
    [t('versions.facts.group'), t(`versions.facts.${rule.groupByDevice ? 'together' : 'apart'}`)],
    [t('versions.facts.given'), t(`versions.facts.${rule.keepGiven ? 'kept' : 'ignored'}`)],
    [t('versions.facts.shuffle'), format.number(rule.shuffle)],
    [
      t('versions.facts.dealt'),
      rule.keptFrom === undefined
        ? t('versions.facts.dealtAll')
        : t('versions.facts.dealtNew', { number: rule.keptFrom }),
    ],
  ];
};

/** Where the version comes from and what is fixed with it: what its lineage is traced by. */
export const VersionFacts = ({ version, statistics }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { schema } = useShownDataset();
  const who = useAuthor(version.frozenBy);
  const rule = useRule(version);
  const { digest, frozenAt, note, counts, position, schemaVersion } = version;
  const devices = statistics?.fromDevices;
  return (
    <Facts
      facts={[
        [t('versions.facts.note'), note],
        [t('versions.facts.frozen'), format.exactTime(frozenAt)],
        [t('versions.facts.by'), who],
        [t('versions.facts.pictures'), format.number(counts.items)],
        [t('versions.facts.bytes'), statistics && format.bytes(statistics.bytes)],
        [
          t('versions.facts.devices'),
          devices &&
            (devices.devices === 0
              ? t('versions.facts.devicesNone')
              : t('versions.facts.devicesValue', {
                  items: format.number(devices.items),
                  devices: format.number(devices.devices),
                })),
        ],
        [
          t('versions.facts.digest'),
          <span key="digest">
            <Code className="wrap-anywhere">{digest}</Code>{' '}
            <CopyIcon text={digest} label={t('versions.copyDigest')} />
          </span>,
        ],
        ...rule,
        [
          t('versions.facts.schema'),
          `${schema.name}, ${t('versions.facts.schemaVersion', { version: schemaVersion })}`,
        ],
        [
          t('versions.facts.position'),
          t('versions.facts.positionValue', { position: format.number(position) }),
        ],
      ]}
    />
  );
};
