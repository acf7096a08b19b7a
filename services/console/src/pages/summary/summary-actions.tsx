import { Button, Group, Stack } from '@mantine/core';
import { IconRefresh, IconSend } from '@tabler/icons-react';
import type { Summary } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCompose, useDeliverAgain } from '../../api/summaries';
import { usePermissions } from '../../api/use-permissions';
import { Confirm } from '../../components/confirm';
import { DownloadButton } from '../../components/download-button';
import { ProblemAlert } from '../../components/problem-alert';
import { useFormat } from '../../i18n/use-format';
import { notifyDone } from '../../lib/notify';

interface Props {
  readonly summary: Summary;
}

const DeliverAgain = ({ summary: { date }, onClose }: Props & { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const deliver = useDeliverAgain(date);
  const done = ({ deliveryIds }: { readonly deliveryIds: readonly string[] }): void => {
    const count = deliveryIds.length;
    notifyDone(count === 0 ? t('summaries.deliver.nobody') : t('summaries.deliver.done', { count }));
    onClose();
  };
  return (
    <Confirm
      title={t('summaries.deliver.title')}
      text={t('summaries.deliver.text')}
      confirm={t('summaries.deliver.open')}
      withReason
      pending={deliver.isPending}
      error={deliver.error}
      onConfirm={(reason) => void deliver.mutateAsync(reason).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};

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
