import { mount } from 'svelte';
import App from './App.svelte';
import { startBackend } from './backend/start';
import { showLanguage } from './i18n/language.svelte';
import './style/tokens.css';
import './style/base.css';
import { followSystem, showTheme } from './style/theme.svelte';

showTheme();
followSystem();
showLanguage();

const target = document.getElementById('app');
if (target) {
  const backend = await startBackend();
  mount(App, { target, props: { backend } });
}
