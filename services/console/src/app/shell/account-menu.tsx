import {
  Avatar,
  Group,
  Menu,
  Text,
  UnstyledButton,
  VisuallyHidden,
  useMantineColorScheme,
  type MantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconDeviceDesktop,
  IconLanguage,
  IconLock,
  IconLogout,
  IconMoon,
  IconSelector,
  IconSun,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMe, useSignOut } from '../../api/sessions';
import { setLanguage } from '../../i18n/i18n';
import { isLanguage, languages } from '../../i18n/languages';
import { lazily } from '../../components/lazily';
import { useNotifyProblem } from '../../components/use-notify-problem';

const ChangePasswordModal = lazily(async () => (await import('./change-password-modal')).ChangePasswordModal);

const schemes = [
  ['light', IconSun],
  ['dark', IconMoon],
  ['auto', IconDeviceDesktop],
] as const;

const ThemeItems = () => {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu.RadioGroup value={colorScheme} onChange={(scheme) => setColorScheme(scheme as MantineColorScheme)}>
      {schemes.map(([scheme, SchemeIcon]) => (
        <Menu.RadioItem key={scheme} value={scheme} closeMenuOnClick={false}>
          <Group gap={10}>
            <SchemeIcon size={16} aria-hidden="true" />
            {t(`account.themes.${scheme}`)}
          </Group>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
};

const LanguageItems = () => {
  const { i18n } = useTranslation();
  return (
    <Menu.RadioGroup
      value={i18n.language}
      onChange={(language) => isLanguage(language) && setLanguage(language)}
    >
      {Object.entries(languages).map(([language, { name }]) => (
        <Menu.RadioItem key={language} value={language}>
          <Group gap={10}>
            <IconLanguage size={16} aria-hidden="true" />
            {name}
          </Group>
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
};

/** Who is signed in, and what is theirs to set. */
export const AccountMenu = () => {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const signOut = useSignOut();
  const failed = useNotifyProblem();
  const leave = (): void => signOut.mutate(undefined, { onError: failed });
  const [changing, { open, close }] = useDisclosure();
  if (!me) return null;
  return (
    <>
      <Menu
        position="top-start"
        width={232}
        shadow="md"
        withinPortal={false}
        withInitialFocusPlaceholder={false}
      >
        <Menu.Target>
          <UnstyledButton className="nav-item" w="100%">
            <Avatar size={30} radius="xl" color="ink" name={me.name} variant="filled" aria-hidden="true" />
            <VisuallyHidden>{t('account.label')}</VisuallyHidden>
            <div style={{ minWidth: 0, flex: 1 }}>
              <Text size="sm" fw={600} c="var(--mantine-color-text)" truncate>
                {me.name}
              </Text>
              <Text size="xs" c="dimmed">
                {t(`account.roles.${me.role}`)}
              </Text>
            </div>
            <IconSelector size={16} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLock size={16} />} onClick={open}>
            {t('account.changePassword')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Label>{t('account.theme')}</Menu.Label>
          <ThemeItems />
          <Menu.Divider />
          <Menu.Label>{t('account.language')}</Menu.Label>
          <LanguageItems />
          <Menu.Divider />
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={leave}>
            {t('account.signOut')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {changing && <ChangePasswordModal onClose={close} />}
    </>
  );
};
