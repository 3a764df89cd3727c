import '@/components/theme.css';
import '@/components/fields.css';
import '@/components/papers.css';
import { render } from 'preact';
import { DataPage } from '../library/data/DataPage';

document.documentElement.style.colorScheme = 'light dark';
Object.assign(document.body.style, {
  margin: '0',
  padding: '16px',
  background: 'var(--paper)',
  color: 'var(--ink)',
  font: '400 13px / 18px system-ui, sans-serif',
});
const root = document.getElementById('data');
if (root) {
  root.style.cssText = 'max-width: 820px; margin: 0 auto';
  render(<DataPage />, root);
}
