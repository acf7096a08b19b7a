import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconCalendar, IconFileAnalytics } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useCompose } from '../../api/summaries';
import { Dialog } from '../../components/dialog';
import { ProblemAlert } from '../../components/problem-alert';

/** Sums a day up and shows it. */
const useComposeAndShow = () => {
  const compose = useCompose();
  const navigate = useNavigate();
  const start = (body: Parameters<typeof compose.mutateAsync>[0]): void =>
    void compose.mutateAsync(body).then(
      ({ date }) => navigate(`/summaries/${date}`),
      () => undefined,
    );
  return { compose, start };
};

const OtherDay = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { compose, start } = useComposeAndShow();
  const [date, setDate] = useState('');
  const [soFar, setSoFar] = useState(false);
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    start({ date, ...(soFar ? { soFar } : {}) });
  };
  return (
    <Dialog title={t('summaries.compose.otherTitle')} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t('summaries.compose.otherText')}</Text>
          <TextInput
            type="date"
            label={t('summaries.compose.day')}
            required
            data-autofocus
            value={date}
            onChange={(event) => setDate(event.currentTarget.value)}
          />
          <Checkbox
            label={t('summaries.compose.soFar')}
            description={t('summaries.compose.soFarHint')}
            checked={soFar}
            onChange={(event) => setSoFar(event.currentTarget.checked)}
          />
          {compose.error && <ProblemAlert error={compose.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={compose.isPending} disabled={date === ''}>
              {t('summaries.compose.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};

/** Yesterday at once, or another day. */
export const ComposeDay = () => {
  const { t } = useTranslation();
  const { compose, start } = useComposeAndShow();
  const [choosing, setChoosing] = useState(false);
  return (
    <Stack gap="xs" align="flex-end">
      <Group gap="xs">
        <Button
          variant="default"
          leftSection={<IconCalendar size={16} aria-hidden="true" />}
          onClick={() => setChoosing(true)}
        >
          {t('summaries.compose.other')}
        </Button>
        <Button
          leftSection={<IconFileAnalytics size={16} aria-hidden="true" />}
          loading={compose.isPending}
          onClick={() => start({})}
        >
          {t('summaries.compose.yesterday')}
        </Button>
      </Group>
      {compose.error && <ProblemAlert error={compose.error} />}
      {choosing && <OtherDay onClose={() => setChoosing(false)} />}
    </Stack>
  );
};
