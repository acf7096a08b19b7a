import { Anchor, Button, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useExcluded } from '../../api/rollout';
import { DataTable } from '../../components/data-table';
import { Loaded } from '../../components/loaded';
import { LoadMore } from '../../components/load-more';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { Section } from '../../components/section';

const columns = ['device', 'why'] as const;

const List = ({ rolloutId }: { readonly rolloutId: string }) => {
  const { t } = useTranslation();
  const query = useExcluded(rolloutId);
  return (
    <Loaded query={query} skeleton={<RowsSkeleton rows={3} />}>
      {({ pages }) => (
        <>
          <DataTable
            caption={t('rollout.excluded.title')}
            stacking
            plain
            minWidth={320}
            head={columns.map((column) => (
              <Table.Th key={column}>{t(`rollout.excluded.${column}`)}</Table.Th>
            ))}
          >
            {pages
              .flatMap(({ items }) => items)
              .map(({ deviceId, deviceName, reasons }) => (
                <Table.Tr key={deviceId}>
                  <Table.Td data-label={t('rollout.excluded.device')}>
                    <Anchor component={Link} to={`/edges/${deviceId}`} size="sm" className="wrap-anywhere">
                      {deviceName}
                    </Anchor>
                  </Table.Td>
                  <Table.Td data-label={t('rollout.excluded.why')}>
                    {reasons.map((reason) => t(`rollouts.incompatible.${reason}`)).join(', ')}
                  </Table.Td>
                </Table.Tr>
              ))}
          </DataTable>
          <LoadMore query={query} what="more" />
        </>
      )}
    </Loaded>
  );
};

/** Devices that match and cannot take the model, as the plan has them. */
export const ExcludedDevices = ({ rollout: { id, excluded } }: { readonly rollout: Rollout }) => {
  const { t } = useTranslation();
  const [open, { open: show }] = useDisclosure();
  return (
    <Section title={t('rollout.excluded.title')}>
      <Text size="sm" c="dimmed" mb={excluded > 0 ? 'sm' : 0}>
        {excluded === 0 ? t('rollout.excluded.none') : t('rollout.excluded.text', { count: excluded })}
      </Text>
      {excluded > 0 && !open && (
        <Button size="xs" variant="default" onClick={show}>
          {t('rollout.excluded.show')}
        </Button>
      )}
      {open && <List rolloutId={id} />}
    </Section>
  );
};
