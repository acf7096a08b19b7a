import { Stack, Table, Text, Title } from '@mantine/core';
import type { ServiceAbout } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import { useAbouts, type OfService } from '../../../api/runners';
import { DataTable } from '../../../components/data-table';
import { useFormat } from '../../../i18n/use-format';

const columns = ['service', 'version', 'runsOn', 'database', 'blobs', 'up'] as const;

/** The same in every language. */
const databaseNames = { sqlite: 'SQLite', mysql: 'MySQL', mariadb: 'MariaDB' } as const;

const Blobs = ({ blobs }: Pick<ServiceAbout, 'blobs'>) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (blobs === null) return t('state.none');
  if (blobs.counted === null) return t('system.about.counting');
  const { count, bytes } = blobs.counted;
  return (
    <Stack gap={0}>
      {format.bytes(bytes)}
      <Text size="xs" c="dimmed">
        {t('system.about.blobCount', { count, number: format.number(count) })}
      </Text>
    </Stack>
  );
};

const Cells = ({ about }: { readonly about: ServiceAbout }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { version, node, natsServer, database, blobs, upSeconds } = about;
  return (
    <>
      <Table.Td data-label={t('system.about.version')}>{version}</Table.Td>
      <Table.Td data-label={t('system.about.runsOn')}>
        <Stack gap={0}>
          <span>{`Node ${node}`}</span>
          <Text size="xs" c="dimmed">
            {`nats-server ${natsServer}`}
          </Text>
        </Stack>
      </Table.Td>
      <Table.Td data-label={t('system.about.database')}>
        <Stack gap={0}>
          {format.bytes(database.bytes)}
          <Text size="xs" c="dimmed">
            {`${databaseNames[database.kind]} ${database.version}`}
          </Text>
        </Stack>
      </Table.Td>
      <Table.Td data-label={t('system.about.blobs')}>
        <Blobs blobs={blobs} />
      </Table.Td>
      <Table.Td data-label={t('system.about.up')}>{format.uptime(upSeconds)}</Table.Td>
    </>
  );
};

const Row = ({ service, answer, failed }: OfService<ServiceAbout>) => {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td data-label={t('system.about.service')}>
        <Text fw={550} size="sm">
          {t(`system.service.${service}`)}
        </Text>
      </Table.Td>
      {answer === undefined ? (
        <Table.Td colSpan={columns.length - 1}>{t(failed ? 'system.silent' : 'state.none')}</Table.Td>
      ) : (
        <Cells about={answer} />
      )}
    </Table.Tr>
  );
};

/** What each service runs on, and how much it keeps. */
export const ServiceTable = () => {
  const { t } = useTranslation();
  const abouts = useAbouts();
  const head = columns.map((column) => <Table.Th key={column}>{t(`system.about.${column}`)}</Table.Th>);
  return (
    <Stack gap="xs" component="section" aria-label={t('system.services')}>
      <Title order={2} fz="sm" fw={600}>
        {t('system.services')}
      </Title>
      <DataTable caption={t('system.servicesCaption')} head={head} stacking>
        {abouts.map((about) => (
          <Row key={about.service} {...about} />
        ))}
      </DataTable>
    </Stack>
  );
};
