import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconBookmark } from '@tabler/icons-react';
import type { Alias, Model } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAliases, useRemoveAlias } from '../../../api/models';
import { usePermissions } from '../../../api/use-permissions';
import { Confirm } from '../../../components/confirm';
import { Loaded } from '../../../components/loaded';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { Section } from '../../../components/section';
import { AliasHistory } from './alias-history';
import { SetAlias } from './set-alias';

interface Props {
  readonly model: Model;
  readonly streamId: string;
}

const Remove = ({ alias, streamId }: { readonly alias: Alias; readonly streamId: string }) => {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  const remove = useRemoveAlias(streamId);
  return (
    <>
      <Button size="compact-xs" variant="default" onClick={open}>
        {t('models.aliases.remove')}
      </Button>
      {asking && (
        <Confirm
          title={t('models.aliases.removeTitle', { alias: alias.name })}
          text={t('models.aliases.removeText')}
          confirm={t('models.aliases.remove')}
          dangerous
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => void remove.mutateAsync(alias.name).then(close, () => undefined)}
          onClose={close}
        />
      )}
    </>
  );
};

const Row = ({ alias, model, streamId }: Props & { readonly alias: Alias }) => {
  const { t } = useTranslation();
  const may = usePermissions()('training:manage');
  const [history, setHistory] = useState(false);
  const isHere = alias.modelId === model.id;
  return (
    <Group component="li" gap="xs" justify="space-between">
      <Text size="sm" fw={isHere ? 650 : 400}>
        <span className="mono">{alias.name}</span> →{' '}
        {isHere ? (
          `${alias.modelVersion} (${t('models.aliases.here')})`
        ) : (
          <Anchor component={Link} to={`/models/${alias.modelId}`} size="sm" underline="always">
            {alias.modelVersion}
          </Anchor>
        )}
      </Text>
      <Group gap={6}>
        <Button size="compact-xs" variant="default" onClick={() => setHistory(true)}>
          {t('models.aliases.history')}
        </Button>
        {may && <Remove alias={alias} streamId={streamId} />}
      </Group>
      {history && <AliasHistory streamId={streamId} alias={alias.name} onClose={() => setHistory(false)} />}
    </Group>
  );
};

/** Movable names of the stream, and which model bears each. */
export const StreamAliases = ({ model, streamId }: Props) => {
  const { t } = useTranslation();
  const may = usePermissions()('training:manage');
  const [setting, { open, close }] = useDisclosure();
  const query = useAliases(streamId);
  return (
    <Section
      title={t('models.aliases.title')}
      actions={
        may &&
        model.status === 'ready' && (
          <Button size="xs" variant="default" leftSection={<IconBookmark size={14} />} onClick={open}>
            {t('models.aliases.set')}
          </Button>
        )
      }
    >
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('models.aliases.text', { example: 'champion' })}
        </Text>
        <Loaded query={query} skeleton={<RowsSkeleton rows={1} />}>
          {(aliases) =>
            aliases.length === 0 ? (
              <Text size="sm">{t('models.aliases.none')}</Text>
            ) : (
              <Stack component="ul" gap={8} m={0} p={0} style={{ listStyle: 'none' }}>
                {aliases.map((alias) => (
                  <Row key={alias.name} alias={alias} model={model} streamId={streamId} />
                ))}
              </Stack>
            )
          }
        </Loaded>
      </Stack>
      {setting && <SetAlias model={model} streamId={streamId} onClose={close} />}
    </Section>
  );
};
