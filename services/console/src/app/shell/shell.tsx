import { AppShell, Box, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { Outlet, ScrollRestoration } from 'react-router';
import { AccountMenu } from './account-menu';
import { ConnectionBanner } from './connection-banner';
import { PlainTextBanner } from './plain-text-banner';
import { Logo } from './logo';
import { NavLinks } from './nav-links';
import { NotificationBell } from './notification-bell';
import { useFocusOnNavigation } from './use-focus-on-navigation';
import { useSearchKey } from './use-search-key';
import './shell.css';

/** Menu, banner and the page. */
export const Shell = () => {
  const { t } = useTranslation();
  const [opened, { toggle, close }] = useDisclosure();
  const main = useFocusOnNavigation();
  useSearchKey();
  return (
    <AppShell
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      header={{ height: { base: 56, sm: 0 } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <a className="skip-link" href="#content">
        {t('skip')}
      </a>
      <AppShell.Header hiddenFrom="sm" px="md">
        <Group h="100%" justify="space-between">
          <Logo />
          <Group gap="sm" wrap="nowrap">
            <NotificationBell />
            <Burger
              opened={opened}
              onClick={toggle}
              size="sm"
              aria-label={t(opened ? 'menu.close' : 'menu.open')}
              aria-expanded={opened}
            />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="md" aria-label={t('menu.label')}>
        <Box px={8} pt={4} pb="lg" visibleFrom="sm">
          <Group justify="space-between" wrap="nowrap">
            <Logo />
            <NotificationBell />
          </Group>
        </Box>
        <AppShell.Section grow>
          <NavLinks onNavigate={close} />
        </AppShell.Section>
        <AppShell.Section>
          <AccountMenu />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} ref={main}>
        <PlainTextBanner />
        <ConnectionBanner />
        <Box maw={1440} mx="auto">
          <Outlet />
        </Box>
      </AppShell.Main>
      <ScrollRestoration />
    </AppShell>
  );
};
