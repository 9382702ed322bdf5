/**
 * Mail domains that say nothing about a company: providers anyone can have an address at, and throw-away addresses.
 * Our own compilation of well-known ones; a company adds its own in the settings.
 */
const free = `
gmail.com googlemail.com outlook.com hotmail.com live.com msn.com passport.com outlook.de outlook.fr outlook.es outlook.it outlook.at
outlook.com.br outlook.jp hotmail.de hotmail.fr hotmail.es hotmail.it hotmail.co.uk hotmail.nl hotmail.be hotmail.com.br hotmail.ch
hotmail.se hotmail.no hotmail.dk live.de live.fr live.it live.nl live.be live.co.uk live.at live.se live.dk live.no live.com.mx live.ca live.com.au
yahoo.com yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.co.uk yahoo.co.in yahoo.in yahoo.com.br yahoo.com.ar yahoo.com.mx yahoo.ca yahoo.com.au
yahoo.co.jp yahoo.com.sg yahoo.com.ph yahoo.com.hk yahoo.com.tw yahoo.co.id yahoo.ie yahoo.gr yahoo.se yahoo.no yahoo.dk yahoo.pl ymail.com
rocketmail.com aol.com aol.de aol.fr aol.co.uk aim.com verizon.net icloud.com me.com mac.com proton.me protonmail.com protonmail.ch pm.me
tutanota.com tutanota.de tuta.com tuta.io tutamail.com keemail.me gmx.de gmx.net gmx.com gmx.at gmx.ch gmx.fr gmx.es gmx.co.uk gmx.org gmx.info gmx.eu
web.de freenet.de t-online.de magenta.de arcor.de vodafone.de vodafonemail.de o2online.de o2mail.de 1und1.de online.de kabelmail.de
unitybox.de mailbox.org posteo.de posteo.net posteo.at posteo.ch email.de mail.de alice.de alice-dsl.de versanet.de netcologne.de osnanet.de
ewetel.net ewe.net htp-tel.de bluewin.ch sunrise.ch hispeed.ch swissonline.ch chello.at aon.at a1.net kabsi.at liwest.at inode.at
orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr libero.it virgilio.it
tiscali.it alice.it tin.it tim.it fastwebnet.it inwind.it iol.it email.it pec.it poste.it telefonica.net terra.es ono.com movistar.es
ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl xs4all.nl hetnet.nl casema.nl chello.nl upcmail.nl telenet.be skynet.be proximus.be
scarlet.be voo.be telia.com tele2.se bredband.net spray.se comhem.se online.no start.no frisurf.no mail.dk jubii.dk post.tele.dk
elisanet.fi kolumbus.fi luukku.com suomi24.fi wp.pl o2.pl onet.pl onet.eu op.pl interia.pl interia.eu poczta.fm gazeta.pl tlen.pl
seznam.cz email.cz centrum.cz atlas.cz post.cz volny.cz azet.sk zoznam.sk centrum.sk freemail.hu citromail.hu t-online.hu
mail.ru inbox.ru list.ru bk.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua meta.ua abv.bg mail.bg dir.bg
btinternet.com btopenworld.com talktalk.net virginmedia.com ntlworld.com blueyonder.co.uk sky.com tiscali.co.uk plus.net
eircom.net comcast.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net optonline.net roadrunner.com
rogers.com shaw.ca sympatico.ca telus.net videotron.ca bigpond.com bigpond.net.au optusnet.com.au iinet.net.au xtra.co.nz
mail.com email.com usa.com consultant.com engineer.com inbox.com hushmail.com fastmail.com fastmail.fm zoho.com zohomail.com zohomail.eu
qq.com 163.com 126.com yeah.net sina.com sina.cn sohu.com foxmail.com aliyun.com 139.com 189.cn naver.com daum.net hanmail.net nate.com
rediffmail.com indiatimes.com uol.com.br bol.com.br terra.com.br ig.com.br globo.com r7.com hey.com duck.com mailfence.com runbox.com
`;

const disposable = `
mailinator.com guerrillamail.com guerrillamail.net guerrillamail.org guerrillamail.biz guerrillamail.de sharklasers.com grr.la
10minutemail.com 10minutemail.net 20minutemail.com tempmail.com temp-mail.org temp-mail.io tempmail.net tempmailo.com tempail.com
throwawaymail.com trashmail.com trashmail.de trashmail.net trashmail.me trash-mail.com wegwerfmail.de wegwerfmail.net wegwerfemail.de
byom.de muellmail.com spambog.com spambog.de spamgourmet.com spam4.me yopmail.com yopmail.fr yopmail.net cool.fr.nf getnada.com
nada.email maildrop.cc mailnesia.com mailcatch.com mailexpire.com dispostable.com discard.email discardmail.com discardmail.de
fakeinbox.com fakemail.net emailondeck.com mintemail.com moakt.com mohmal.com mytemp.email burnermail.io getairmail.com
inboxkitten.com tempinbox.com temporary-mail.net minuteinbox.com einrot.com cuvox.de dayrep.com fleckens.hu gustr.com jourrapide.com
rhyta.com superrito.com teleworm.us armyspy.com owlymail.com harakirimail.com mailsac.com 33mail.com anonbox.net
`;

const listed = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/).filter((domain) => domain !== ""));

export const freeMailDomains = listed(free);
export const disposableMailDomains = listed(disposable);
