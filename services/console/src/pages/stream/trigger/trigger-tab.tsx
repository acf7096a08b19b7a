import { Alert, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconClockPlay, IconInfoCircle } from '@tabler/icons-react';
import type { Stream } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermissions } from '../../../api/use-permissions';
import { EmptyState } from '../../../components/empty-state';
import { Section } from '../../../components/section';
import { useShownStream } from '../use-shown-stream';
import { LastLook } from './last-look';
import { TriggerForm } from './trigger-form';
import { useTriggerWords } from './trigger-words';

interface Props {
  readonly stream: Stream;
  readonly mayManage: boolean;
  readonly onEdit: () => void;
}

const NoTrigger = ({ mayManage, onEdit }: Omit<Props, 'stream'>) => {
  const { t } = useTranslation();
  return (
    <Paper withBorder radius="lg">
      <EmptyState icon={<IconClockPlay size={24} />} title={t('trigger.none')} text={t('trigger.text')}>
        {mayManage && (
          <Button mt="sm" onClick={onEdit}>
            {t('trigger.add')}
          </Button>
        )}
      </EmptyState>
    </Paper>
  );
};

const Shown = ({ stream, mayManage, onEdit }: Props) => {
  const { t } = useTranslation();
  const words = useTriggerWords();
  if (stream.trigger === null) return <NoTrigger mayManage={mayManage} onEdit={onEdit} />;
  return (
    <Section
      title={t('trigger.title')}
      actions={
        mayManage && (
          <Button size="xs" variant="default" onClick={onEdit}>
            {t('stream.settings.change')}
          </Button>
        )
      }
    >
      <Stack gap="xs">
        {words(stream.trigger).map((sentence) => (
          <Text key={sentence} size="sm">
            {sentence}
          </Text>
        ))}
        <LastLook stream={stream} />
      </Stack>
    </Section>
  );
};

/** Without datasets of its own there is nothing that a trigger could train on. */
const NoData = ({ stream: { id, trigger, datasets } }: Pick<Props, 'stream'>) => {
  const { t } = useTranslation();
  if (trigger === null || datasets.length > 0) return null;
  return (
    <Alert variant="light" color="orange" icon={<IconInfoCircle />} mb="md">
      <Group gap="sm" justify="space-between">
        {t('trigger.noData')}
        <Button component={Link} to={`/streams/${id}/settings`} size="xs" variant="default">
          {t('stream.tabs.settings')}
        </Button>
      </Group>
    </Alert>
  );
};

/** When the stream trains by itself, what it saw when it looked last, and all of it to be set. */
export const TriggerTab = () => {
  const { stream } = useShownStream();
  const mayManage = usePermissions()('training:manage');
  const [editing, { open, close }] = useDisclosure();
  return (
    <>
      <NoData stream={stream} />
      {editing ? (
        <TriggerForm stream={stream} onClose={close} />
      ) : (
        <Shown stream={stream} mayManage={mayManage} onEdit={open} />
      )}
    </>
  );
};
