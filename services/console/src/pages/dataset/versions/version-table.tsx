import { Anchor, Table, Text } from '@mantine/core';
import type { DatasetVersion } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../../components/data-table';
import { Digest } from '../../../components/digest';
import { useAuthor } from '../../../components/event/use-author';
import { TimeAgo } from '../../../components/time-ago';
import { useFormat } from '../../../i18n/use-format';
import { SplitBar } from './split-bar';

const columns = ['number', 'frozen', 'note', 'pictures', 'split', 'digest'] as const;
const Row = ({ datasetId, version }: { readonly datasetId: string; readonly version: DatasetVersion }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { number, counts, note, digest, frozenAt, frozenBy } = version;
  const who = useAuthor(frozenBy);
  const label = (column: (typeof columns)[number]) => ({ 'data-label': t(`versions.column.${column}`) });
  return (
    <Table.Tr>
      <Table.Td fw={600} {...label('number')}>
        <Anchor component={Link} to={`/datasets/${datasetId}/versions/${number}`} fz="sm">
          {t('versions.name', { number })}
        </Anchor>
      </Table.Td>
      <Table.Td {...label('frozen')}>
        <div>
          <TimeAgo at={frozenAt} />
          <Text size="xs" c="dimmed" className="wrap-anywhere">
            {t('versions.by', { who })}
          </Text>
        </div>
      </Table.Td>
      <Table.Td maw={280} className="wrap-anywhere" {...label('note')}>
        {note ?? <span aria-hidden="true">{t('state.none')}</span>}
      </Table.Td>
      <Table.Td className="num" {...label('pictures')}>
        {format.number(counts.items)}
      </Table.Td>
      <Table.Td {...label('split')}>
        <SplitBar parts={counts.splits} format={format.number} />
      </Table.Td>
      <Table.Td {...label('digest')}>
        <Digest digest={digest} copy={t('versions.copyDigest')} />
      </Table.Td>
    </Table.Tr>
  );
};

interface Props {
  readonly datasetId: string;
  readonly versions: readonly DatasetVersion[];
}

export const VersionTable = ({ datasetId, versions }: Props) => {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t('versions.caption')}
      stacking
      head={columns.map((column) => (
        <Table.Th key={column}>{t(`versions.column.${column}`)}</Table.Th>
      ))}
    >
      {versions.map((version) => (
        <Row key={version.number} datasetId={datasetId} version={version} />
      ))}
    </DataTable>
  );
};
