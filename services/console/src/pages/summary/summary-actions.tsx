import { Button, Group, Stack } from '@mantine/core';
import { IconRefresh, IconSend } from '@tabler/icons-react';
import type { Summary } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompose } from '../../api/summaries';
import { usePermissions } from '../../api/use-permissions';
import { DownloadButton } from '../../components/download-button';
import { ProblemAlert } from '../../components/problem-alert';
import { useFormat } from '../../i18n/use-format';
import { notifyDone } from '../../lib/notify';
import { DeliverAgain } from './deliver-again';

interface Props {
  readonly summary: Summary;
}

const Managing = ({ summary }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const compose = useCompose();
  const [delivering, setDelivering] = useState(false);
  const { date, revision } = summary;
  const lookAgain = (): void =>
    void compose.mutateAsync({ date, revise: true }).then(
      (found) =>
        notifyDone(
          found.revision === revision
            ? t('summaries.compose.unchanged')
            : t('summaries.compose.revised', { revision: format.number(found.revision) }),
        ),
      () => undefined,
    );
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden="true" />}
        loading={compose.isPending}
        onClick={lookAgain}
      >
        {t('summaries.compose.again')}
      </Button>
      <Button leftSection={<IconSend size={16} aria-hidden="true" />} onClick={() => setDelivering(true)}>
        {t('summaries.deliver.open')}
      </Button>
      {compose.error && <ProblemAlert error={compose.error} />}
      {delivering && <DeliverAgain summary={summary} onClose={() => setDelivering(false)} />}
    </>
  );
};

/** What can be done with a day's summary. */
export const SummaryActions = ({ summary }: Props) => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('summaries:manage');
  return (
    <Stack gap="xs">
      <Group gap="xs">
        <DownloadButton
          href={`/api/v1/summaries/${summary.date}/rows?format=csv`}
          fileName={`daily-summary-${summary.date}.csv`}
        >
          {t('summaries.day.csv')}
        </DownloadButton>
        {mayManage && <Managing summary={summary} />}
      </Group>
    </Stack>
  );
};
