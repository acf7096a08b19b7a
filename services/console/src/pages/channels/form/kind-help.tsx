import { List } from '@mantine/core';
import type { ChannelKind } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';

const steps = {
  teams: ['first', 'second', 'third', 'fourth'],
  slack: ['first', 'second', 'third'],
  webhook: ['first', 'second', 'third'],
  'summary-server': ['first', 'second', 'third'],
} as const;

const useSteps = (kind: ChannelKind): readonly string[] => {
  const { t } = useTranslation();
  if (kind === 'teams') return steps.teams.map((step) => t(`channels.help.steps.teams.${step}`));
  return steps[kind].map((step) => t(`channels.help.steps.${kind}.${step}`));
};

/** Step by step where the address comes from. */
export const KindHelp = ({ kind }: { readonly kind: ChannelKind }) => {
  const { t } = useTranslation();
  const all = useSteps(kind);
  return (
    <details>
      <summary style={{ cursor: 'pointer', fontSize: 'var(--mantine-font-size-sm)', fontWeight: 550 }}>
        {t(`channels.help.${kind}`)}
      </summary>
      <List type="ordered" size="sm" spacing={6} mt="xs">
        {all.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
    </details>
  );
};
