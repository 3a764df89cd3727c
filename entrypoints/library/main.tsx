import '@/components/theme.css';
import '@/components/page.css';
import '@/components/fields.css';
import '@/components/menu.css';
import '@/components/papers.css';
import '@/components/signs.css';
import '@/components/changes.css';
import './library.css';
import './list.css';
import './paper.css';
import './pages.css';
import { render } from 'preact';
import { firstSoon } from '@/papers/first';
import { beginLook } from '@/papers/look';
import { Library } from './Library';

void beginLook();
const root = document.getElementById('library');
void firstSoon().then(() => root && render(<Library />, root));
