import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

const ink: MantineColorsTuple = [
  '#eef1ff',
  '#dfe4ff',
  '#bcc7fd',
  '#98a8f9',
  '#7a8ef4',
  '#6278ea',
  '#4b60dc',
  '#3f52cc',
  '#3444ab',
  '#2c3a8a',
];
const gray: MantineColorsTuple = [
  '#f8f9fb',
  '#f1f3f6',
  '#e6e9ee',
  '#d8dce3',
  '#c1c7d1',
  '#9ba3b0',
  '#6b7482',
  '#505965',
  '#38404b',
  '#20262e',
];
const dark: MantineColorsTuple = [
  '#d3d7de',
  '#abb2be',
  '#868e9c',
  '#5d6573',
  '#373d48',
  '#2a2f38',
  '#1f242b',
  '#181c22',
  '#111419',
  '#0b0d11',
];

export const theme = createTheme({
  colors: { ink, gray, dark },
  black: '#1a1f27',
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 7 },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '8px', lg: '12px', xl: '16px' },
  fontFamily:
    "'Inter', system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Noto Sans KR', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Code', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.5rem', lineHeight: '1.3' }, h2: { fontSize: '1rem' } },
  },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Text colours that keep 4.5:1 on the canvas, and the canvas itself, a shade away from the cards. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': '#596270',
    '--mantine-color-placeholder': '#6b7482',
    '--mantine-color-error': '#c23340',
    '--mantine-color-red-outline': '#c23340',
    '--mantine-color-red-light-color': '#b02a37',
    '--mantine-color-orange-light': '#fff4e8',
    '--mantine-color-orange-light-color': '#9a4a05',
    '--mantine-color-yellow-light': '#fff8e1',
    '--mantine-color-yellow-light-color': '#7d5a05',
    '--tutti-canvas': '#f4f5f8',
    '--tutti-line': '#e6e9ee',
    '--tutti-hover': '#f4f6f9',
    '--tutti-good': '#0f7a5a',
    '--tutti-bad': '#c23340',
    '--tutti-warn': '#96590a',
    '--tutti-series-1': '#4b60dc',
    '--tutti-series-2': '#0f9b8e',
    '--tutti-series-3': '#c2701c',
    '--tutti-grid': 'rgb(32 38 46 / 7%)',
  },
  dark: {
    '--mantine-color-dimmed': '#9aa2af',
    '--mantine-color-placeholder': '#868e9c',
    '--mantine-color-anchor': '#98a8f9',
    '--mantine-color-ink-light': 'rgb(98 120 234 / 14%)',
    '--mantine-color-ink-light-hover': 'rgb(98 120 234 / 20%)',
    '--mantine-color-ink-light-color': '#bcc7fd',
    '--mantine-color-error': '#ff8a92',
    '--mantine-color-red-outline': '#ff8a92',
    '--mantine-color-red-light-color': '#ffb3b8',
    '--tutti-canvas': '#111419',
    '--tutti-line': '#2a2f38',
    '--tutti-hover': '#1f242b',
    '--tutti-good': '#4fc79b',
    '--tutti-bad': '#ff8a92',
    '--tutti-warn': '#e9b264',
    '--tutti-series-1': '#8598f8',
    '--tutti-series-2': '#3fc3b4',
    '--tutti-series-3': '#e3a15a',
    '--tutti-grid': 'rgb(255 255 255 / 7%)',
  },
});
