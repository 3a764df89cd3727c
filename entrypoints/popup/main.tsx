import '@/components/theme.css';
import '@/components/page.css';
import '@/components/fields.css';
import '@/components/menu.css';
import '@/components/papers.css';
import '@/components/signs.css';
import '@/components/changes.css';
import './popup.css';
import { render } from 'preact';
import { firstSoon } from '@/papers/first';
import { beginLook } from '@/papers/look';
import { Popup } from './Popup';

void beginLook();
const root = document.getElementById('popup');
void firstSoon().then(() => root && render(<Popup />, root));
