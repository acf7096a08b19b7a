import { Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export const LogoMark = ({ size = 28 }: { readonly size?: number }) => (
  <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
    <rect width="32" height="32" rx="9" fill="var(--mantine-color-ink-7)" />
    <g stroke="#fff" strokeWidth="2.75" strokeLinecap="round">
      <path d="M8 14v4" opacity=".65" />
      <path d="M13.3 10v12" />
      <path d="M18.7 7v18" />
      <path d="M24 12v8" opacity=".65" />
    </g>
  </svg>
);

export const Logo = () => {
  const { t } = useTranslation();
  return (
    <Group gap={10} wrap="nowrap">
      <LogoMark />
      <Text fw={700} fz={18} style={{ letterSpacing: '-0.02em' }}>
        {t('title')}
      </Text>
    </Group>
  );
};
