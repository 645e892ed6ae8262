var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:f,getOwnPropertySymbols:p,getPrototypeOf:m}=Object,h=globalThis,g=h.trustedTypes,_=g?g.emptyScript:``,v=h.reactiveElementPolyfillSupport,y=(e,t)=>e,b={toAttribute(e,t){switch(t){case Boolean:e=e?_:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},x=(e,t)=>!l(e,t),S={attribute:!0,type:String,converter:b,reflect:!1,useDefault:!1,hasChanged:x};Symbol.metadata??=Symbol(`metadata`),h.litPropertyMetadata??=new WeakMap;var C=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=S){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??S}static _$Ei(){if(this.hasOwnProperty(y(`elementProperties`)))return;let e=m(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(y(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(y(`properties`))){let e=this.properties,t=[...f(e),...p(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?b:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?b:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??x)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};C.elementStyles=[],C.shadowRootOptions={mode:`open`},C[y(`elementProperties`)]=new Map,C[y(`finalized`)]=new Map,v?.({ReactiveElement:C}),(h.reactiveElementVersions??=[]).push(`2.1.2`);var w=globalThis,ee=e=>e,T=w.trustedTypes,E=T?T.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,D=`$lit$`,O=`lit$${Math.random().toFixed(9).slice(2)}$`,te=`?`+O,k=`<${te}>`,A=document,ne=()=>A.createComment(``),re=e=>e===null||typeof e!=`object`&&typeof e!=`function`,ie=Array.isArray,ae=e=>ie(e)||typeof e?.[Symbol.iterator]==`function`,oe=`[ 	
\f\r]`,j=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,M=/-->/g,se=/>/g,N=RegExp(`>|${oe}(?:([^\\s"'>=/]+)(${oe}*=${oe}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),P=/'/g,F=/"/g,ce=/^(?:script|style|textarea|title)$/i,le=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),I=le(1),ue=le(2),de=Symbol.for(`lit-noChange`),L=Symbol.for(`lit-nothing`),fe=new WeakMap,pe=A.createTreeWalker(A,129);function me(e,t){if(!ie(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return E===void 0?t:E.createHTML(t)}var he=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=j;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===j?c[1]===`!--`?o=M:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=N):(ce.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=N):o=se:o===N?c[0]===`>`?(o=i??j,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?N:c[3]===`"`?F:P):o===F||o===P?o=N:o===M||o===se?o=j:(o=N,i=void 0);let d=o===N&&e[t+1].startsWith(`/>`)?` `:``;a+=o===j?n+k:l>=0?(r.push(s),n.slice(0,l)+D+n.slice(l)+O+d):n+O+(l===-2?t:d)}return[me(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},ge=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=he(t,n);if(this.el=e.createElement(l,r),pe.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=pe.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(D)){let t=u[o++],n=i.getAttribute(e).split(O),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?xe:r[1]===`?`?R:r[1]===`@`?z:be}),i.removeAttribute(e)}else e.startsWith(O)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(ce.test(i.tagName)){let e=i.textContent.split(O),t=e.length-1;if(t>0){i.textContent=T?T.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],ne()),pe.nextNode(),c.push({type:2,index:++a});i.append(e[t],ne())}}}else if(i.nodeType===8){if(i.data===te)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(O,e+1))!==-1;)c.push({type:7,index:a}),e+=O.length-1}}a++}}static createElement(e,t){let n=A.createElement(`template`);return n.innerHTML=e,n}};function _e(e,t,n=e,r){if(t===de)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=re(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=_e(e,i._$AS(e,t.values),i,r)),t}var ve=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??A).importNode(t,!0);pe.currentNode=r;let i=pe.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new ye(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new Se(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=pe.nextNode(),a++)}return pe.currentNode=A,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},ye=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=L,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=_e(this,e,t),re(e)?e===L||e==null||e===``?(this._$AH!==L&&this._$AR(),this._$AH=L):e!==this._$AH&&e!==de&&this._(e):e._$litType$===void 0?e.nodeType===void 0?ae(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==L&&re(this._$AH)?this._$AA.nextSibling.data=e:this.T(A.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=ge.createElement(me(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new ve(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=fe.get(e.strings);return t===void 0&&fe.set(e.strings,t=new ge(e)),t}k(t){ie(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(ne()),this.O(ne()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ee(e).nextSibling;ee(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},be=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=L,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=L}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=_e(this,e,t,0),a=!re(e)||e!==this._$AH&&e!==de,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=_e(this,r[n+o],t,o),s===de&&(s=this._$AH[o]),a||=!re(s)||s!==this._$AH[o],s===L?e=L:e!==L&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===L?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},xe=class extends be{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===L?void 0:e}},R=class extends be{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==L)}},z=class extends be{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=_e(this,e,t,0)??L)===de)return;let n=this._$AH,r=e===L&&n!==L||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==L&&(n===L||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},Se=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){_e(this,e)}},Ce=w.litHtmlPolyfillSupport;Ce?.(ge,ye),(w.litHtmlVersions??=[]).push(`3.3.3`);var we=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new ye(t.insertBefore(ne(),e),e,void 0,n??{})}return i._$AI(e),i},Te=globalThis,Ee=class extends C{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=we(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return de}};Ee._$litElement$=!0,Ee.finalized=!0,Te.litElementHydrateSupport?.({LitElement:Ee});var De=Te.litElementPolyfillSupport;De?.({LitElement:Ee}),(Te.litElementVersions??=[]).push(`4.2.2`);var Oe={attribute:!0,type:String,converter:b,reflect:!1,hasChanged:x},ke=(e=Oe,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function Ae(e){return(t,n)=>typeof n==`object`?ke(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function B(e){return Ae({...e,state:!0,attribute:!1})}var je=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);function Me(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return je(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return je(n,r,{get(){return a(this)}})}}var Ne=15e3,Pe;function Fe(e,t=!1){if(t||!Pe||Pe.by!==e.connection||Date.now()-Pe.at>Ne){let t=e.callWS({type:`overshot/dashboard`}).then(e=>e.sites).catch(e=>{throw Pe=void 0,e});Pe={at:Date.now(),by:e.connection,sites:t}}return Pe.sites}function Ie(e,t){return t?e.find(e=>e.entry_id===t):e[0]}function Le(e,t){return e.devices.filter(e=>e.roles.includes(t))}function Re(e,t){let n=e.devices[t.device_id];return n?.name_by_user||n?.name||t.name}var ze={no_site:`Fügen Sie zuerst Ihre Anlage hinzu: Einstellungen, Geräte & Dienste, Overshot.`,site_gone:`Die Anlage dieser Karte gibt es nicht mehr. Wählen Sie eine andere.`,site_loading:`Overshot startet`,editor_site:`Anlage (die erste, wenn keine gewählt ist)`,editor_title:`Titel`,grid:`Netz`,solar:`Sonne`,battery:`Batterie`,house:`Haus`,car:`Auto`,heat_pump:`Wärmepumpe`,load:`Verbraucher`,more_devices:`Weitere`,importing:`Bezug`,exporting:`Einspeisung`,time_left:`noch {time}`,until_time:`bis {time}`,flow_name:`Energiefluss`,flow_description:`Was jetzt zwischen Netz, Sonne, Batterie, Haus und Autos fließt, und was begrenzt ist.`,add_site:`Anlage hinzufügen`,dashboard_description:`Energieflüsse, Laden, Plan, Verlauf und Spitzen Ihres Hauses, aus den Geräten, die Sie haben.`,editor_hide:`Ansichten, die wegbleiben`,view_now:`Jetzt`,view_charging:`Laden`,view_plan:`Plan`,view_history:`Verlauf`,view_peaks:`Spitzen`,view_devices:`Geräte`,sessions:`Ladevorgänge`,settings:`Einstellungen`,all_charging:`Alle Ladepunkte zusammen`,prices:`Preise`,batteries:`Batterien`,calendar:`Kalender`,phases:`Spielraum auf jeder Phase`,import_price:`Bezugspreis`,export_price:`Einspeisepreis`,sun_left:`Sonne, Rest des Tages`,charge_point_name:`Ladepunkt`,charge_point_description:`Der Modus mit einem Tipp, was das Auto bis wann bekommt, und warum es so lädt.`,editor_charge_point:`Ladepunkt (der erste, wenn keiner gewählt ist)`,no_charge_point:`Diese Anlage hat keinen Ladepunkt, den Overshot steuert.`,session:`Dieser Vorgang`,from_sun:`Von der Sonne`,range_added:`Reichweite`,speed:`Tempo`,vehicle_soc:`Autobatterie`,one_phase:`1 Phase`,phases_count:`{count} Phasen`,car_timer_hint:`Hat das Auto einen Ladetimer in seiner eigenen App? Schalten Sie ihn aus: Overshot wählt den Zeitpunkt.`,read_only_hint:`Overshot beobachtet diese Station nur.`,let_steer:`Overshot steuern lassen`,charging_mode:`Lademodus`,guaranteed:`Garantierte Energie`,guaranteed_hint:`Ab dem Anstecken garantiert, was die Sonne auch macht; danach nur Überschuss`,energy_goal:`Energie`,goal_hint:`Im Auto an den gewählten Tagen, von der Sonne und aus den günstigsten Stunden`,goal_mixed:`Ihre Ziele sind von Tag zu Tag verschieden. Eine Änderung hier ersetzt sie alle.`,ready_by:`Fertig bis`,days:`Tage`,less:`Weniger`,more:`Mehr`,start_charging:`Jetzt laden`,stop_charging:`Stopp`,plan:`Plan`,plan_name:`Plan`,plan_description:`Preise, erwartete Sonne und Verbrauch, was für Batterie, Autos und Wärmepumpe geplant ist, und was daraus wurde.`,editor_compact:`Kompakt`,no_plan:`Es gibt noch keinen Plan. Er braucht einen Stromvertrag und wird jede Viertelstunde neu gemacht.`,range:`Gezeigte Zeit`,range_ahead:`24 h`,range_today:`Heute`,range_tomorrow:`Morgen`,range_both:`Beide`,panel_power:`Sonne und Haus`,panel_price:`Preis`,panel_soc:`Batterie`,chart_label:`{name}, Diagramm. Die Pfeiltasten gehen von einem Zeitpunkt zum nächsten.`,made_at:`erstellt um {time}`,plan_cost:`{cost} bis {until}`,prices_until:`Preise bekannt bis {time}`,house_load:`Haus ohne Autos`,legend_lines:`dick: gemessen, dünn: erwartet, Schatten: wie sicher`,planned_value:`geplant {value}`,planned_blocks:`Geplant`,block_car:`lädt`,block_heat_pump:`läuft`,block_load:`läuft`,block_charge:`lädt`,block_discharge:`gibt ab`,peak:`Viertelstundenspitze`,peak_name:`Spitze`,peak_description:`Die laufende Viertelstunde und ihr Ziel, die Monatsspitze, dreizehn Monate und was sie kosten.`,meter_silent:`Der Netzzähler schweigt.`,no_quarter:`Von dieser Viertelstunde ist noch nichts bekannt.`,quarter_told:`{now} bisher, läuft auf {forecast} zu, Ziel {target}`,this_quarter:`diese Viertelstunde`,target:`Ziel {value}`,heads_for:`Endet so bei {value}`,heads_over:`Endet so bei {value}: über dem Ziel`,month_peak:`Monatsspitze`,mean_peak:`Mittlere Spitze`,over_months:`über {count} Monate`,cost_per_year:`Kosten im Jahr`,at_maximum:`der Höchsttarif gilt`,history:`Verlauf`,history_name:`Verlauf`,history_description:`Ein Tag, eine Woche, ein Monat oder ein Jahr: woher Ihre Energie kam, wohin sie ging und was sie kostete.`,editor_period:`Zeitraum, der zuerst gezeigt wird`,editor_chart:`Diagramm, das zuerst gezeigt wird`,period:`Zeitraum`,period_day:`Tag`,period_week:`Woche`,period_month:`Monat`,period_year:`Jahr`,earlier:`Früher`,later:`Später`,to_today:`Zurück zu heute`,chart:`Diagramm`,kind_net:`Bezug und Einspeisung`,kind_energy:`Energie und Vorhersage`,kind_solar_to:`Verteilung meiner PV-Erzeugung`,kind_sources:`Quellen meines Verbrauchs`,kind_consumers:`Verteilung meines Verbrauchs`,kind_battery:`Batterie`,kind_heat:`Boiler`,net_import:`Mehr Bezug als Einspeisung`,net_export:`Mehr Einspeisung als Bezug`,consumption:`Verbrauch`,expected_solar:`Erwartete Sonne`,expected_load:`Erwarteter Verbrauch`,charged:`Geladen`,discharged:`Entladen`,soc:`Ladestand`,temperature:`Temperatur`,part_house:`Haus`,part_car:`Autos`,part_heat_pump:`Wärmepumpe`,part_load:`Verbraucher`,part_battery:`Batterie`,part_export:`Eingespeist`,part_solar:`Sonne`,part_grid:`Netz`,part_unmeasured:`Nicht gemessen`,whole_period:`Der ganze Zeitraum`,no_records:`Die Aufzeichnungen können jetzt nicht gelesen werden.`,nothing_recorded:`Von dieser Zeit ist nichts aufgezeichnet.`,total_import:`Bezug`,total_export:`Einspeisung`,total_solar:`Erzeugt`,total_consumed:`Verbraucht`,to_pay:`Zu zahlen`,self_consumption:`Eigenverbrauch der Sonne`,autarky:`Autarkie`,saved_battery:`Durch die Batterie gespart`,saved_control:`Durch die Steuerung gespart`,co2:`CO2 des Bezugs`,from_history:`Ein Teil stammt aus den Statistiken von Home Assistant, aus der Zeit vor Overshot.`,devices_name:`Geräte`,devices_description:`Alle Geräte der Anlage: welche antworten, welche geplant sind, welche gestört sind.`,all:`Alle`,state_connected:`In Ordnung`,state_failed:`Störung`,state_planned:`Geplant`,active_since:`seit {date}`,serial:`Seriennummer {serial}`,steered:`gesteuert`,read_only:`nur lesen`,no_devices:`Kein Gerät ist in diesem Zustand.`,filter:`Filter`,sessions_name:`Ladevorgänge`,sessions_description:`Alle Ladevorgänge: filtern, sehen, woher die Energie kam und was sie kostete, als Datei mitnehmen.`,sessions_this_month:`Dieser Monat`,sessions_last_month:`Letzter Monat`,sessions_this_year:`Dieses Jahr`,sessions_last_year:`Letztes Jahr`,sessions_all:`Alle`,filter_point:`Ladepunkt`,every_point:`Jeder Ladepunkt`,filter_person:`Person`,everybody:`Jeder`,nobody_known:`Unbekannt`,filter_vehicle:`Fahrzeug`,every_vehicle:`Jedes Fahrzeug`,filter_status:`Status`,every_status:`Jeder Status`,session_running:`Läuft`,session_finished:`Beendet`,session_interrupted:`Unterbrochen`,session_imported:`Importiert`,sessions_count:`Vorgänge`,energy:`Energie`,cost:`Kosten`,duration:`Angesteckt`,reimbursement:`Erstattet`,distance:`Strecke`,session_start:`Beginn`,session_end:`Ende`,who:`Wer`,charging_time:`Ladezeit`,estimated:`Davon geschätzt`,price:`Preis`,average_power:`Mittlere Leistung`,max_power:`Höchste Leistung`,about:`etwa {value}`,show_more:`{count} weitere zeigen`,no_sessions:`In diesem Zeitraum gibt es keinen Ladevorgang.`,sessions_most:`Diagramm und Liste zeigen die ersten {count} Vorgänge; die Summen zählen alle.`,file_kind:`Datei`,file_address:`CSV, ganze Adresse`,file_location:`CSV, je Ladepunkt`,file_owner:`CSV, je Person`,file_monthly:`Monatsbericht, CSV`,file_report:`Monatsbericht zum Drucken`,download:`Herunterladen`,download_failed:`Die Datei konnte nicht erstellt werden.`},Be={no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Room left on each phase`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`,plan:`Plan`,plan_name:`Plan`,plan_description:`Prices, sun and consumption expected, what is planned for battery, cars and heat pump, and what came of it.`,editor_compact:`Compact`,no_plan:`There is no plan yet. It needs an energy contract, and is made anew every quarter of an hour.`,range:`Time shown`,range_ahead:`24 h`,range_today:`Today`,range_tomorrow:`Tomorrow`,range_both:`Both`,panel_power:`Sun and house`,panel_price:`Price`,panel_soc:`Battery`,chart_label:`{name}, chart. The arrow keys go from one moment to the next.`,made_at:`made at {time}`,plan_cost:`{cost} until {until}`,prices_until:`prices known until {time}`,house_load:`House without cars`,legend_lines:`thick: measured, thin: expected, shade: how sure`,planned_value:`planned {value}`,planned_blocks:`Planned`,block_car:`charges`,block_heat_pump:`runs`,block_load:`runs`,block_charge:`charges`,block_discharge:`gives`,peak:`Quarter-hour peak`,peak_name:`Peak`,peak_description:`The running quarter against its target, the month's peak, thirteen months and what they cost.`,meter_silent:`The grid meter is silent.`,no_quarter:`Nothing is known of this quarter yet.`,quarter_told:`{now} so far, heads for {forecast}, target {target}`,this_quarter:`this quarter`,target:`target {value}`,heads_for:`Heads for {value} at the end of the quarter`,heads_over:`Heads for {value}: over the target`,month_peak:`Month peak`,mean_peak:`Mean peak`,over_months:`over {count} months`,cost_per_year:`Costs a year`,at_maximum:`the maximum tariff holds`,history:`History`,history_name:`History`,history_description:`A day, week, month or year: where your energy came from, where it went, and what it cost.`,editor_period:`Period shown first`,editor_chart:`Chart shown first`,period:`Period`,period_day:`Day`,period_week:`Week`,period_month:`Month`,period_year:`Year`,earlier:`Earlier`,later:`Later`,to_today:`Back to today`,chart:`Chart`,kind_net:`Import and feed-in`,kind_energy:`Energy and forecast`,kind_solar_to:`Where my solar energy went`,kind_sources:`Sources of my consumption`,kind_consumers:`What consumed it`,kind_battery:`Battery`,kind_heat:`Boiler`,net_import:`More import than feed-in`,net_export:`More feed-in than import`,consumption:`Consumption`,expected_solar:`Expected sun`,expected_load:`Expected consumption`,charged:`Charged`,discharged:`Discharged`,soc:`State of charge`,temperature:`Temperature`,part_house:`House`,part_car:`Cars`,part_heat_pump:`Heat pump`,part_load:`Appliances`,part_battery:`Battery`,part_export:`Fed in`,part_solar:`Sun`,part_grid:`Grid`,part_unmeasured:`Not measured`,whole_period:`The whole period`,no_records:`The records cannot be read now.`,nothing_recorded:`Nothing was recorded of this time.`,total_import:`Import`,total_export:`Feed-in`,total_solar:`Produced`,total_consumed:`Consumed`,to_pay:`To pay`,self_consumption:`Own use of the sun`,autarky:`Self-sufficient`,saved_battery:`Saved by the battery`,saved_control:`Saved by control`,co2:`CO2 of import`,from_history:`Part of this comes from Home Assistant's statistics, from before Overshot counted.`,devices_name:`Devices`,devices_description:`All devices of the site: which answers, which is planned, which fails.`,all:`All`,state_connected:`Fine`,state_failed:`Fault`,state_planned:`Planned`,active_since:`since {date}`,serial:`serial {serial}`,steered:`steered`,read_only:`read-only`,no_devices:`No device is in this state.`,filter:`Filter`,sessions_name:`Charging sessions`,sessions_description:`All charging sessions: filter them, see where the energy came from and what it cost, take them along as a file.`,sessions_this_month:`This month`,sessions_last_month:`Last month`,sessions_this_year:`This year`,sessions_last_year:`Last year`,sessions_all:`All`,filter_point:`Charge point`,every_point:`Every charge point`,filter_person:`Person`,everybody:`Everybody`,nobody_known:`Nobody known`,filter_vehicle:`Vehicle`,every_vehicle:`Every vehicle`,filter_status:`Status`,every_status:`Every status`,session_running:`Running`,session_finished:`Finished`,session_interrupted:`Interrupted`,session_imported:`Imported`,sessions_count:`Sessions`,energy:`Energy`,cost:`Cost`,duration:`Plugged in`,reimbursement:`Paid back`,distance:`Distance`,session_start:`Start`,session_end:`End`,who:`Who`,charging_time:`Charging`,estimated:`Of that estimated`,price:`Price`,average_power:`Average power`,max_power:`Highest power`,about:`about {value}`,show_more:`Show {count} more`,no_sessions:`There is no session in this period.`,sessions_most:`The chart and the list show the first {count} sessions; the totals count all.`,file_kind:`File`,file_address:`CSV, whole site`,file_location:`CSV, by charge point`,file_owner:`CSV, by person`,file_monthly:`Monthly report, CSV`,file_report:`Monthly report, to print`,download:`Download`,download_failed:`The file could not be made.`},Ve={de:ze,en:Be,fr:{no_site:`Ajoutez d'abord votre site : Paramètres, Appareils et services, Overshot.`,site_gone:`Le site de cette carte n'existe plus. Choisissez-en un autre.`,site_loading:`Overshot démarre`,editor_site:`Site (le premier si aucun n'est choisi)`,editor_title:`Titre`,grid:`Réseau`,solar:`Soleil`,battery:`Batterie`,house:`Maison`,car:`Voiture`,heat_pump:`Pompe à chaleur`,load:`Appareil`,more_devices:`Autres`,importing:`prélèvement`,exporting:`injection`,time_left:`encore {time}`,until_time:`jusqu'à {time}`,flow_name:`Flux d'énergie`,flow_description:`Ce qui circule maintenant entre réseau, soleil, batterie, maison et voitures, et ce qui est limité.`,add_site:`Ajouter un site`,dashboard_description:`Flux d'énergie, recharge, plan, historique et pointes de votre maison, d'après vos appareils.`,editor_hide:`Vues à masquer`,view_now:`Maintenant`,view_charging:`Recharge`,view_plan:`Plan`,view_history:`Historique`,view_peaks:`Pointes`,view_devices:`Appareils`,sessions:`Sessions de recharge`,settings:`Réglages`,all_charging:`Tous les points de charge`,prices:`Prix`,batteries:`Batteries`,calendar:`Calendrier`,phases:`Marge sur chaque phase`,import_price:`Prix d'achat`,export_price:`Prix d'injection`,sun_left:`Soleil, reste du jour`,charge_point_name:`Point de charge`,charge_point_description:`Le mode en un geste, ce que la voiture reçoit et pour quand, et pourquoi elle charge ainsi.`,editor_charge_point:`Point de charge (le premier si aucun n'est choisi)`,no_charge_point:`Ce site n'a pas de point de charge piloté par Overshot.`,session:`Cette session`,from_sun:`Du soleil`,range_added:`Autonomie`,speed:`Vitesse`,vehicle_soc:`Batterie de la voiture`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`La voiture a-t-elle une minuterie de charge dans sa propre application ? Désactivez-la : Overshot choisit le moment.`,read_only_hint:`Overshot ne fait qu'observer cette borne.`,let_steer:`Laisser Overshot piloter`,charging_mode:`Mode de charge`,guaranteed:`Énergie garantie`,guaranteed_hint:`Garantie dès le branchement, quel que soit le soleil ; ensuite le surplus seulement`,energy_goal:`Énergie`,goal_hint:`Dans la voiture les jours choisis, grâce au soleil et aux heures les moins chères`,goal_mixed:`Vos objectifs diffèrent d'un jour à l'autre. Une modification ici les remplace tous.`,ready_by:`Prêt pour`,days:`Jours`,less:`Moins`,more:`Plus`,start_charging:`Charger maintenant`,stop_charging:`Arrêter`,plan:`Plan`,plan_name:`Plan`,plan_description:`Prix, soleil et consommation attendus, ce qui est prévu pour batterie, voitures et pompe à chaleur, et ce qu'il en fut.`,editor_compact:`Compact`,no_plan:`Il n'y a pas encore de plan. Il lui faut un contrat d'énergie, et il est refait tous les quarts d'heure.`,range:`Période affichée`,range_ahead:`24 h`,range_today:`Aujourd'hui`,range_tomorrow:`Demain`,range_both:`Les deux`,panel_power:`Soleil et maison`,panel_price:`Prix`,panel_soc:`Batterie`,chart_label:`{name}, graphique. Les flèches passent d'un moment à l'autre.`,made_at:`fait à {time}`,plan_cost:`{cost} jusqu'à {until}`,prices_until:`prix connus jusqu'à {time}`,house_load:`Maison sans voitures`,legend_lines:`épais : mesuré, fin : attendu, ombre : incertitude`,planned_value:`prévu {value}`,planned_blocks:`Prévu`,block_car:`charge`,block_heat_pump:`tourne`,block_load:`tourne`,block_charge:`charge`,block_discharge:`fournit`,peak:`Pointe quart-horaire`,peak_name:`Pointe`,peak_description:`Le quart d'heure en cours face à son objectif, la pointe du mois, treize mois et leur coût.`,meter_silent:`Le compteur du réseau est muet.`,no_quarter:`On ne sait encore rien de ce quart d'heure.`,quarter_told:`{now} jusqu'ici, va vers {forecast}, objectif {target}`,this_quarter:`ce quart d'heure`,target:`objectif {value}`,heads_for:`Finira ainsi à {value}`,heads_over:`Finira ainsi à {value} : au-dessus de l'objectif`,month_peak:`Pointe du mois`,mean_peak:`Pointe moyenne`,over_months:`sur {count} mois`,cost_per_year:`Coût par an`,at_maximum:`le tarif maximum s'applique`,history:`Historique`,history_name:`Historique`,history_description:`Un jour, une semaine, un mois ou une année : d'où est venue votre énergie, où elle est allée, ce qu'elle a coûté.`,editor_period:`Période affichée d'abord`,editor_chart:`Graphique affiché d'abord`,period:`Période`,period_day:`Jour`,period_week:`Semaine`,period_month:`Mois`,period_year:`Année`,earlier:`Avant`,later:`Après`,to_today:`Retour à aujourd'hui`,chart:`Graphique`,kind_net:`Prélèvement et injection`,kind_energy:`Énergie et prévision`,kind_solar_to:`Répartition de ma production solaire`,kind_sources:`Sources de ma consommation`,kind_consumers:`Répartition de ma consommation`,kind_battery:`Batterie`,kind_heat:`Boiler`,net_import:`Plus prélevé qu'injecté`,net_export:`Plus injecté que prélevé`,consumption:`Consommation`,expected_solar:`Soleil attendu`,expected_load:`Consommation attendue`,charged:`Chargé`,discharged:`Déchargé`,soc:`État de charge`,temperature:`Température`,part_house:`Maison`,part_car:`Voitures`,part_heat_pump:`Pompe à chaleur`,part_load:`Appareils`,part_battery:`Batterie`,part_export:`Injecté`,part_solar:`Soleil`,part_grid:`Réseau`,part_unmeasured:`Non mesuré`,whole_period:`Toute la période`,no_records:`Les données ne peuvent pas être lues maintenant.`,nothing_recorded:`Rien n'a été enregistré pour cette période.`,total_import:`Prélèvement`,total_export:`Injection`,total_solar:`Production`,total_consumed:`Consommation`,to_pay:`À payer`,self_consumption:`Soleil autoconsommé`,autarky:`Autonomie`,saved_battery:`Économisé par la batterie`,saved_control:`Économisé par le pilotage`,co2:`CO2 du prélèvement`,from_history:`Une partie vient des statistiques de Home Assistant, d'avant qu'Overshot compte.`,devices_name:`Appareils`,devices_description:`Tous les appareils du site : lesquels répondent, sont prévus, sont en défaut.`,all:`Tous`,state_connected:`En ordre`,state_failed:`Défaut`,state_planned:`Prévu`,active_since:`depuis le {date}`,serial:`numéro de série {serial}`,steered:`piloté`,read_only:`lecture seule`,no_devices:`Aucun appareil n'est dans cet état.`,filter:`Filtre`,sessions_name:`Sessions de recharge`,sessions_description:`Toutes les sessions : filtrez-les, voyez d'où venait l'énergie et son coût, emportez-les dans un fichier.`,sessions_this_month:`Ce mois`,sessions_last_month:`Le mois dernier`,sessions_this_year:`Cette année`,sessions_last_year:`L'année dernière`,sessions_all:`Toutes`,filter_point:`Point de charge`,every_point:`Tous les points`,filter_person:`Personne`,everybody:`Tout le monde`,nobody_known:`Inconnu`,filter_vehicle:`Véhicule`,every_vehicle:`Tous les véhicules`,filter_status:`Statut`,every_status:`Tous les statuts`,session_running:`En cours`,session_finished:`Terminée`,session_interrupted:`Interrompue`,session_imported:`Importée`,sessions_count:`Sessions`,energy:`Énergie`,cost:`Coût`,duration:`Branchée`,reimbursement:`Remboursé`,distance:`Distance`,session_start:`Début`,session_end:`Fin`,who:`Qui`,charging_time:`Durée de charge`,estimated:`Dont estimé`,price:`Prix`,average_power:`Puissance moyenne`,max_power:`Puissance maximale`,about:`environ {value}`,show_more:`En montrer {count} de plus`,no_sessions:`Il n'y a pas de session dans cette période.`,sessions_most:`Le graphique et la liste montrent les {count} premières sessions ; les totaux les comptent toutes.`,file_kind:`Fichier`,file_address:`CSV, toute l'adresse`,file_location:`CSV, par point de charge`,file_owner:`CSV, par personne`,file_monthly:`Rapport mensuel, CSV`,file_report:`Rapport mensuel, à imprimer`,download:`Télécharger`,download_failed:`Le fichier n'a pas pu être créé.`},nl:{no_site:`Voeg eerst uw installatie toe: Instellingen, Apparaten & diensten, Overshot.`,site_gone:`De installatie van deze kaart bestaat niet meer. Kies een andere.`,site_loading:`Overshot start op`,editor_site:`Installatie (de eerste als er geen gekozen is)`,editor_title:`Titel`,grid:`Net`,solar:`Zon`,battery:`Batterij`,house:`Woning`,car:`Auto`,heat_pump:`Warmtepomp`,load:`Toestel`,more_devices:`Meer`,importing:`afname`,exporting:`injectie`,time_left:`nog {time}`,until_time:`tot {time}`,flow_name:`Energiestromen`,flow_description:`Wat er nu stroomt tussen net, zon, batterij, woning en auto's, en wat begrensd is.`,add_site:`Installatie toevoegen`,dashboard_description:`Energiestromen, laden, plan, historiek en pieken van uw woning, gemaakt van de apparaten die u hebt.`,editor_hide:`Weg te laten tabbladen`,view_now:`Nu`,view_charging:`Laden`,view_plan:`Plan`,view_history:`Historiek`,view_peaks:`Pieken`,view_devices:`Apparaten`,sessions:`Laadsessies`,settings:`Instellingen`,all_charging:`Alle oplaadpunten samen`,prices:`Prijzen`,batteries:`Batterijen`,calendar:`Kalender`,phases:`Ruimte op elke fase`,import_price:`Afnameprijs`,export_price:`Injectieprijs`,sun_left:`Zon, rest van vandaag`,charge_point_name:`Oplaadpunt`,charge_point_description:`De laadmodus in één tik, wat de auto tegen wanneer krijgt, en waarom hij zo laadt.`,editor_charge_point:`Oplaadpunt (het eerste als er geen gekozen is)`,no_charge_point:`Deze installatie heeft geen oplaadpunt dat Overshot stuurt.`,session:`Deze sessie`,from_sun:`Van de zon`,range_added:`Bereik`,speed:`Snelheid`,vehicle_soc:`Autobatterij`,one_phase:`1 fase`,phases_count:`{count} fasen`,car_timer_hint:`Heeft de auto een laadtimer in zijn eigen app? Schakel die uit: Overshot kiest het moment.`,read_only_hint:`Overshot kijkt alleen naar dit laadstation.`,let_steer:`Laat Overshot sturen`,charging_mode:`Laadmodus`,guaranteed:`Gegarandeerde energie`,guaranteed_hint:`Gegarandeerd vanaf het aansluiten, wat de zon ook doet; daarna alleen overschot`,energy_goal:`Stroomhoeveelheid`,goal_hint:`In de auto op de gekozen dagen, van de zon en de goedkoopste uren`,goal_mixed:`Uw doelen verschillen van dag tot dag. Een wijziging hier vervangt ze allemaal.`,ready_by:`Doeltijdstip`,days:`Dagen`,less:`Minder`,more:`Meer`,start_charging:`Nu laden`,stop_charging:`Stop`,plan:`Plan`,plan_name:`Plan`,plan_description:`Prijzen, verwachte zon en verbruik, wat gepland is voor batterij, auto's en warmtepomp, en wat ervan kwam.`,editor_compact:`Compact`,no_plan:`Er is nog geen plan. Het heeft een energiecontract nodig en wordt elk kwartier opnieuw gemaakt.`,range:`Getoonde tijd`,range_ahead:`24 u`,range_today:`Vandaag`,range_tomorrow:`Morgen`,range_both:`Beide`,panel_power:`Zon en woning`,panel_price:`Prijs`,panel_soc:`Batterij`,chart_label:`{name}, grafiek. De pijltjestoetsen gaan van het ene moment naar het volgende.`,made_at:`gemaakt om {time}`,plan_cost:`{cost} tot {until}`,prices_until:`prijzen bekend tot {time}`,house_load:`Woning zonder auto's`,legend_lines:`dik: gemeten, dun: verwacht, schaduw: hoe zeker`,planned_value:`gepland {value}`,planned_blocks:`Gepland`,block_car:`laadt`,block_heat_pump:`draait`,block_load:`draait`,block_charge:`laadt`,block_discharge:`geeft`,peak:`Kwartierpiek`,peak_name:`Piek`,peak_description:`Het lopende kwartier tegenover zijn doel, de maandpiek, dertien maanden en wat ze kosten.`,meter_silent:`De netmeter is stil.`,no_quarter:`Van dit kwartier is nog niets bekend.`,quarter_told:`{now} tot nu, gaat naar {forecast}, doel {target}`,this_quarter:`dit kwartier`,target:`doel {value}`,heads_for:`Eindigt zo op {value}`,heads_over:`Eindigt zo op {value}: boven het doel`,month_peak:`Maandpiek`,mean_peak:`Gemiddelde piek`,over_months:`over {count} maanden`,cost_per_year:`Kost per jaar`,at_maximum:`het maximumtarief geldt`,history:`Historiek`,history_name:`Historiek`,history_description:`Een dag, week, maand of jaar: waar uw energie vandaan kwam, waar ze heen ging, en wat ze kostte.`,editor_period:`Periode die eerst getoond wordt`,editor_chart:`Grafiek die eerst getoond wordt`,period:`Periode`,period_day:`Dag`,period_week:`Week`,period_month:`Maand`,period_year:`Jaar`,earlier:`Vroeger`,later:`Later`,to_today:`Terug naar vandaag`,chart:`Grafiek`,kind_net:`Afname en injectie`,kind_energy:`Energie en voorspelling`,kind_solar_to:`Verdeling van mijn PV-energieproductie`,kind_sources:`Bronnen van mijn verbruik`,kind_consumers:`Verdeling van mijn verbruik`,kind_battery:`Batterij`,kind_heat:`Boiler`,net_import:`Meer afname dan injectie`,net_export:`Meer injectie dan afname`,consumption:`Verbruik`,expected_solar:`Verwachte zon`,expected_load:`Verwacht verbruik`,charged:`Geladen`,discharged:`Ontladen`,soc:`Laadtoestand`,temperature:`Temperatuur`,part_house:`Woning`,part_car:`Auto's`,part_heat_pump:`Warmtepomp`,part_load:`Toestellen`,part_battery:`Batterij`,part_export:`Geïnjecteerd`,part_solar:`Zon`,part_grid:`Net`,part_unmeasured:`Niet gemeten`,whole_period:`De hele periode`,no_records:`De gegevens kunnen nu niet gelezen worden.`,nothing_recorded:`Van deze tijd is niets opgetekend.`,total_import:`Afname`,total_export:`Injectie`,total_solar:`Productie`,total_consumed:`Verbruik`,to_pay:`Te betalen`,self_consumption:`Eigen gebruik van de zon`,autarky:`Zelfvoorzienend`,saved_battery:`Bespaard door de batterij`,saved_control:`Bespaard door de sturing`,co2:`CO2 van de afname`,from_history:`Een deel komt uit de statistieken van Home Assistant, van voor Overshot telde.`,devices_name:`Apparaten`,devices_description:`Alle apparaten van de installatie: welke antwoorden, welke gepland zijn, welke falen.`,all:`Alle`,state_connected:`In orde`,state_failed:`Fout`,state_planned:`Gepland`,active_since:`sinds {date}`,serial:`serienummer {serial}`,steered:`gestuurd`,read_only:`alleen lezen`,no_devices:`Geen apparaat is in deze toestand.`,filter:`Filter`,sessions_name:`Laadsessies`,sessions_description:`Alle laadsessies: filter ze, zie waar de energie vandaan kwam en wat ze kostte, neem ze mee als bestand.`,sessions_this_month:`Deze maand`,sessions_last_month:`Vorige maand`,sessions_this_year:`Dit jaar`,sessions_last_year:`Vorig jaar`,sessions_all:`Alle`,filter_point:`Oplaadpunt`,every_point:`Elk oplaadpunt`,filter_person:`Persoon`,everybody:`Iedereen`,nobody_known:`Onbekend`,filter_vehicle:`Voertuig`,every_vehicle:`Elk voertuig`,filter_status:`Status`,every_status:`Elke status`,session_running:`Bezig`,session_finished:`Voltooid`,session_interrupted:`Onderbroken`,session_imported:`Ingelezen`,sessions_count:`Sessies`,energy:`Energie`,cost:`Kosten`,duration:`Aangesloten`,reimbursement:`Terugbetaald`,distance:`Afstand`,session_start:`Begin`,session_end:`Einde`,who:`Wie`,charging_time:`Laadtijd`,estimated:`Waarvan geschat`,price:`Prijs`,average_power:`Gemiddeld vermogen`,max_power:`Hoogste vermogen`,about:`ongeveer {value}`,show_more:`Nog {count} tonen`,no_sessions:`In deze periode is er geen laadsessie.`,sessions_most:`Grafiek en lijst tonen de eerste {count} sessies; de totalen tellen ze alle.`,file_kind:`Bestand`,file_address:`CSV, hele adres`,file_location:`CSV, per oplaadpunt`,file_owner:`CSV, per persoon`,file_monthly:`Maandrapport, CSV`,file_report:`Maandrapport, om af te drukken`,download:`Downloaden`,download_failed:`Het bestand kon niet gemaakt worden.`}};function He(e,t,n={}){return(Ve[(e??`en`).split(`-`)[0]??`en`]??Be)[t].replace(/\{(\w+)\}/g,(e,t)=>String(n[t]??e))}function Ue(e){return(t,n)=>He(e?.locale?.language??e?.language??document.documentElement.lang,t,n)}function We(e){return e in Be}function Ge(e,t,n,r){let i=e.entities[t];if(i?.platform!==`overshot`||!r.includes(i.translation_key??``))return null;let a=n===`overshot-charge-point-card`?{device:i.device_id}:{};return{config:{type:`custom:${n}`,...a}}}function V(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var Ke=1e3,qe=class extends Ee{constructor(...e){super(...e),this.preview=!1,this.lastDrawn=0}set hass(e){let t=this.known;this.known=e,(!t||this.concerns(e,t))&&this.drawSoon();let n=`${this.config?.site??``}`;this.config&&(this.lookedFor!==n||t&&t.connection!==e.connection)&&this.findSite()}get hass(){return this.known}get t(){return Ue(this.known)}setConfig(e){this.config=e,this.known&&this.findSite()}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.site&&this.enter(this.site)}disconnectedCallback(){super.disconnectedCallback(),this.leave(),clearTimeout(this.pending),this.pending=void 0}watched(){return[]}enter(e){}leave(){}drawSoon(){if(this.pending!==void 0)return;let e=Math.max(0,this.lastDrawn+Ke-Date.now());e===0?this.requestUpdate():this.pending=setTimeout(()=>{this.pending=void 0,this.requestUpdate()},e)}updated(e){super.updated(e),this.lastDrawn=Date.now()}render(){return!this.config||!this.known?L:this.problem?I`<ha-card><div class="note"><ha-icon icon="mdi:information-outline"></ha-icon>${this.t(this.problem)}</div></ha-card>`:this.site?this.draw(this.site):I`<ha-card aria-busy="true"></ha-card>`}concerns(e,t){return e.entities!==t.entities||e.devices!==t.devices||e.locale!==t.locale||e.themes!==t.themes||e.selectedTheme!==t.selectedTheme||this.watched().some(n=>n!==void 0&&e.states[n]!==t.states[n])}async findSite(){let e=`${this.config.site??``}`;this.lookedFor=e;try{let t=Ie(await Fe(this.hass),e||void 0);if(this.lookedFor!==e)return;this.leave(),this.site=t,this.problem=t?void 0:e?`site_gone`:`no_site`,t&&this.isConnected&&this.enter(t)}catch{this.problem=`no_site`}}};V([B()],qe.prototype,`config`,void 0),V([B()],qe.prototype,`site`,void 0),V([B()],qe.prototype,`problem`,void 0);function Je(e,t){let n=e=>He(document.documentElement.lang,e);return{schema:[{name:`site`,selector:{config_entry:{integration:`overshot`}}},{name:`title`,selector:{text:{}}},...e],computeLabel:e=>{let r={site:`editor_site`,title:`editor_title`,...t}[e.name];return r&&n(r)}}}function Ye(e,t,n,r,i=[]){if(customElements.get(e))return;customElements.define(e,t);let a=window.customCards??=[],o=()=>document.documentElement.lang||navigator.language;a.push({type:e,get name(){return`Overshot: ${He(o(),n)}`},get description(){return He(o(),r)},preview:!0,documentationURL:`https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md`,getEntitySuggestion:(t,n)=>Ge(t,n,e,i)})}function Xe(e,t,n={}){e.dispatchEvent(new CustomEvent(t,{bubbles:!0,composed:!0,detail:n}))}function Ze(e,t){t&&Xe(e,`hass-more-info`,{entityId:t})}function Qe(e){return e!==void 0&&e.state!==`unavailable`&&e.state!==`unknown`}var $e=new WeakMap;function et(e){let t=$e.get(e.entities);if(!t){t=new Map;for(let n of Object.values(e.entities)){if(!n?.device_id||n.platform!==`overshot`)continue;let e=t.get(n.device_id);e?e.push(n):t.set(n.device_id,[n])}$e.set(e.entities,t)}return t}function tt(e,t){return t&&et(e).get(t)||[]}function nt(e,t,n,r){return tt(e,t).find(e=>e.translation_key===n&&(!r||e.entity_id.startsWith(`${r}.`)))?.entity_id}function rt(e,t,n,r){let i=nt(e,t,n,r);return i?e.states[i]:void 0}var it={kW:1e3,MW:1e6,kWh:1e3,MWh:1e6};function at(e){if(!Qe(e))return null;let t=Number(e.state);return Number.isFinite(t)?t*(it[String(e.attributes.unit_of_measurement)]??1):null}function H(e,t,n,r=`sensor`){return at(rt(e,t,n,r))}var ot=new WeakMap;function st(e,t,n){let r=ot.get(e);r||ot.set(e,r=new Map);let i=r.get(t),a=i??{listeners:new Set,stop:Promise.resolve(void 0)};return a.listeners.add(n),i?a.last&&n(a.last):(r.set(t,a),a.stop=e.subscribeMessage(e=>{a.last=e;for(let t of a.listeners)t(e)},{type:`overshot/live`,config_entry_id:t}).catch(()=>{for(let e of a.listeners)e({loaded:!1})})),()=>{a.listeners.delete(n),a.listeners.size>0||(r.delete(t),a.stop.then(e=>e?.()))}}var ct={comma_decimal:`en-US`,decimal_comma:`de`,space_comma:`fr`,quote_decimal:`de-CH`,system:void 0};function lt(e){let t=e.number_format??`language`;return t===`language`||t===`none`?e.language:ct[t]}function ut(e,t,n=0){return new Intl.NumberFormat(lt(e),{minimumFractionDigits:n,maximumFractionDigits:n,useGrouping:e.number_format!==`none`}).format(Math.abs(t)<.5*10**-n?0:t)}function U(e,t,n,r=0){return t==null||!Number.isFinite(t)?`–`:`${ut(e,t,r)}\u00a0${n}`}function dt(e,t){return t==null||!Number.isFinite(t)?`–`:Math.abs(t)<999.5?U(e,Math.round(t/10)*10,`W`):U(e,t/1e3,`kW`,+(Math.abs(t)<99500))}function ft(e,t){if(t==null)return`–`;let n=Math.abs(t);return n>=9999500?U(e,t/1e6,`MWh`,1):U(e,t/1e3,`kWh`,n<9950?2:+(n<99950))}function pt(e,t,n=2){return t==null?`–`:new Intl.NumberFormat(lt(e.locale),{style:`currency`,currency:e.config.currency||`EUR`,minimumFractionDigits:n,maximumFractionDigits:n}).format(Math.abs(t)<.5*10**-n?0:t)}function mt(e){return e.locale.time_zone===`local`?void 0:e.config.time_zone}function ht(e){return e.time_format===`12`||e.time_format!==`24`&&void 0}var gt=new Map;function _t(e,t,n){let r={...n,timeZone:mt(e),...n.hour?{hour12:ht(e.locale)}:{}},i=e.locale.language+JSON.stringify(r),a=gt.get(i);return a||gt.set(i,a=new Intl.DateTimeFormat(e.locale.language,r)),a.format(t)}function vt(e,t){return _t(e,t,{hour:`numeric`,minute:`2-digit`})}function yt(e,t){return _t(e,t,{weekday:`short`,day:`numeric`,month:`short`})}function bt(e,t){return _t(e,t,{day:`numeric`,month:`short`,year:`numeric`})}function xt(e,t,n=`long`){return _t(e,t,n===`short`?{month:`short`}:{month:`long`,year:`numeric`})}function St(e,t){return _t(e,t,{weekday:`short`})}function Ct(e,t){return`${yt(e,t)} ${vt(e,t)}`}function wt(e){let t=Math.max(0,Math.round(e)),[n,r,i]=[Math.floor(t/3600),Math.floor(t/60)%60,t%60],a=`${String(r).padStart(n?2:1,`0`)}:${String(i).padStart(2,`0`)}`;return n?`${n}:${a}`:a}function Tt(e){let t=Math.max(0,Math.round(e/60));return`${Math.floor(t/60)}:${String(t%60).padStart(2,`0`)}`}var Et=[`reason`,`solar_held_back`,`plan_reason`];function Dt(e,t){for(let n of Et){let r=e.localize(`component.overshot.entity.sensor.${n}.state.${t}`);if(r)return r}let n=`reason_${t}`;return We(n)?Ue(e)(n):t.replaceAll(`_`,` `)}function Ot(e,t){let n=Ue(e),{locale:r}=e,i=[];typeof t.circuit==`string`&&i.push(t.circuit),t.phase!==void 0&&i.push(String(t.phase)),typeof t.seconds==`number`&&t.seconds>0&&i.push(n(`time_left`,{time:wt(t.seconds)})),typeof t.power==`number`&&i.push(dt(r,t.power)),typeof t.energy==`number`&&t.energy>0&&i.push(ft(r,t.energy)),typeof t.current==`number`&&i.push(U(r,t.current,`A`));let a=t.due===void 0?void 0:new Date(t.due);return a&&!Number.isNaN(a.getTime())&&i.push(n(`until_time`,{time:vt(e,a)})),i}function kt(e,t){return t?[Dt(e,t.key),...Ot(e,t)].join(` · `):``}function At(e){if(!e||e.state===`unavailable`||e.state===`unknown`)return null;let t=Object.entries(e.attributes).filter(([,e])=>typeof e==`string`||typeof e==`number`),{friendly_name:n,device_class:r,icon:i,...a}=Object.fromEntries(t);return{...a,key:e.state}}var jt={solar:`#f5a71f`,import:`#e2582f`,export:`#43a66f`,battery:`#2aa5b8`,house:`#7b6cc9`,car:`#3f7ee8`,heat_pump:`#d4567f`,load:`#9a7b5f`,price:`#6b7a90`};function Mt(e){return`var(--overshot-color-${e.replace(`_`,`-`)}, ${jt[e]})`}function Nt(e,t){return getComputedStyle(e).getPropertyValue(`--overshot-color-${t.replace(`_`,`-`)}`).trim()||jt[t]}var Pt=o`
  :host {
    display: block;
    height: 100%;
    color: var(--primary-text-color);
    --gap: 12px;
    --quiet: var(--secondary-text-color);
    --line: var(--divider-color, rgba(127, 127, 127, 0.25));
    --soft: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
    --radius: 12px;
  }
  ha-card {
    height: 100%;
    box-sizing: border-box;
    padding: 16px;
    display: flex;
    flex-direction: column;
    gap: var(--gap);
    overflow: hidden;
    container-type: inline-size;
  }
  header {
    display: flex;
    align-items: center;
    gap: 8px;
    min-height: 28px;
  }
  h2 {
    margin: 0;
    font-size: 16px;
    font-weight: 500;
    line-height: 1.3;
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .quiet {
    color: var(--quiet);
  }
  .small {
    font-size: 12px;
    line-height: 1.4;
  }
  .figure {
    font-variant-numeric: tabular-nums;
    font-feature-settings: "tnum";
  }
  .chip {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    border-radius: 999px;
    padding: 3px 10px;
    font-size: 12px;
    line-height: 18px;
    background: var(--soft);
    white-space: nowrap;
  }
  .chip ha-icon {
    --mdc-icon-size: 16px;
  }
  .dot {
    width: 8px;
    height: 8px;
    border-radius: 50%;
    flex: none;
    background: var(--tone, var(--quiet));
  }
  .note {
    display: flex;
    gap: 10px;
    align-items: flex-start;
    border-radius: var(--radius);
    padding: 10px 12px;
    background: var(--soft);
    font-size: 14px;
    line-height: 1.4;
  }
  .note ha-icon {
    --mdc-icon-size: 20px;
    color: var(--tone, var(--quiet));
    flex: none;
  }
  .note.warning {
    --tone: var(--warning-color, #c77700);
    background: color-mix(in srgb, var(--warning-color, #ffa600) 14%, transparent);
  }
  .note.error {
    --tone: var(--error-color, #db4437);
    background: color-mix(in srgb, var(--error-color, #db4437) 12%, transparent);
  }
  button,
  .button {
    font: inherit;
    color: inherit;
    border: 0;
    background: none;
    padding: 0;
    cursor: pointer;
    text-decoration: none;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 40px;
    padding: 0 16px;
    border-radius: 999px;
    background: var(--soft);
    font-size: 14px;
    font-weight: 500;
  }
  .button.strong {
    background: color-mix(in srgb, var(--primary-color) 24%, transparent);
  }
  .button:disabled {
    opacity: 0.45;
    cursor: default;
  }
  .button ha-icon {
    --mdc-icon-size: 20px;
  }
  button:focus-visible,
  a:focus-visible,
  input:focus-visible,
  select:focus-visible,
  [tabindex]:focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`,Ft=[`mon`,`tue`,`wed`,`thu`,`fri`,`sat`,`sun`],It={energy:2e4,time:`07:00`,days:[],mixed:!1};function Lt(e){let t=e[0];if(!t)return It;let n=e.every(e=>e.energy===t.energy&&e.time===t.time);return{energy:t.energy,time:t.time,days:[...new Set(e.map(e=>e.weekday))].sort((e,t)=>e-t),mixed:!n}}function Rt(e){return e.days.map(t=>({weekday:Ft[t]??`mon`,time:e.time,energy:e.energy/1e3}))}function zt(e,t,n){let r=e+t>=2e4?5e3:1e3,i=Math.round((e+t*r)/r)*r;return Math.min(2e5,Math.max(n,i))}function Bt(e,t){return e==null||!t?.consumption?null:e/t.consumption}var Vt=o`
  .hero {
    display: flex;
    align-items: flex-end;
    gap: 16px;
    flex-wrap: wrap;
  }
  .now {
    flex: 1;
    min-width: 120px;
  }
  .now .value {
    font-size: 34px;
    font-weight: 400;
    line-height: 1.1;
    letter-spacing: -0.5px;
  }
  .stats {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(84px, 1fr));
    gap: 8px 12px;
    margin: 0;
  }
  .stats div {
    display: flex;
    flex-direction: column;
    min-width: 0;
  }
  .stats dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .stats dd {
    margin: 0;
    font-size: 15px;
    font-weight: 500;
    white-space: nowrap;
  }
  .modes {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 8px;
  }
  .mode {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-height: 62px;
    padding: 6px 4px;
    border-radius: var(--radius);
    background: var(--soft);
    font-size: 12px;
    line-height: 1.2;
    text-align: center;
    transition: background 0.15s;
  }
  .mode ha-icon {
    --mdc-icon-size: 22px;
    color: var(--quiet);
  }
  .mode[aria-checked="true"] {
    background: color-mix(in srgb, var(--primary-color) 18%, transparent);
    box-shadow: inset 0 0 0 2px var(--primary-color);
    font-weight: 500;
  }
  .mode[aria-checked="true"] ha-icon {
    color: var(--primary-color);
  }
  .goal {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
    padding: 10px 12px;
    border-radius: var(--radius);
    background: var(--soft);
    font-size: 14px;
  }
  .goal > span:first-child {
    flex: 1 1 100%;
    font-size: 12px;
    color: var(--quiet);
  }
  .stepper {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .stepper button {
    width: 40px;
    height: 40px;
    border-radius: 50%;
    background: var(--card-background-color, transparent);
    font-size: 20px;
    line-height: 1;
  }
  .stepper output {
    min-width: 72px;
    text-align: center;
    font-weight: 500;
  }
  input[type="time"] {
    font: inherit;
    font-weight: 500;
    color: inherit;
    background: var(--card-background-color, transparent);
    border: 1px solid var(--line);
    border-radius: 8px;
    min-height: 38px;
    padding: 0 8px;
    color-scheme: light dark;
  }
  .days {
    display: flex;
    gap: 4px;
    flex: 1 1 100%;
  }
  .days button {
    flex: 1;
    max-width: 48px;
    min-height: 36px;
    border-radius: 999px;
    font-size: 12px;
    background: var(--card-background-color, transparent);
  }
  .days button[aria-pressed="true"] {
    background: color-mix(in srgb, var(--primary-color) 24%, transparent);
    box-shadow: inset 0 0 0 1.5px var(--primary-color);
    font-weight: 500;
  }
  .actions {
    display: flex;
    gap: 8px;
  }
  .actions .button {
    flex: 1;
  }
  @container (max-width: 300px) {
    .modes {
      grid-template-columns: repeat(2, 1fr);
    }
  }
`,Ht={off:`mdi:power`,boost:`mdi:rocket-launch-outline`,turbo:`mdi:lightning-bolt-outline`,pv_surplus:`mdi:white-balance-sunny`,safe_pv_surplus:`mdi:shield-sun-outline`,efficient_pv_surplus:`mdi:calendar-clock`,controller:`mdi:robot-outline`},Ut={charging_full:`var(--success-color, #43a047)`,charging_regulated:`var(--success-color, #43a047)`,waiting_for_surplus:`var(--info-color, #3f7ee8)`,connected:`var(--info-color, #3f7ee8)`,limited:`var(--warning-color, #ffa600)`,unauthorised:`var(--warning-color, #ffa600)`,fault:`var(--error-color, #db4437)`},Wt=900,Gt=5e3,Kt=class extends qe{static{this.styles=[Pt,Vt]}static getConfigForm(){return Je([{name:`device`,selector:{device:{integration:`overshot`,entity:{domain:`select`}}}}],{device:`editor_charge_point`})}static getStubConfig(){return{}}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=st(this.hass.connection,e.entry_id,e=>{this.live=e})}leave(){this.stop?.(),this.stop=void 0}watched(){let e=this.site&&this.device(this.site);if(!e)return[];let t=e.device_id;return[`charging_mode`,`status`,`reason`,`setpoint`,`phases`,`charging_power`,`session_energy`,`control`,`session_solar_share`,`session_cost`].map(e=>nt(this.hass,t,e))}draw(e){let t=this.device(e);if(!t)return I`<ha-card><div class="note">${this.t(`no_charge_point`)}</div></ha-card>`;let n=this.live?.consumers?.find(e=>e.id===t.id),r=t.device_id,i=rt(this.hass,r,`charging_mode`,`select`),a=rt(this.hass,r,`control`,`switch`);return I`<ha-card>
      <header>
        <h2>${this.config.title||Re(this.hass,t)}</h2>
        ${this.status(r)}
      </header>
      ${this.hero(r,n)} ${this.why(r,n)} ${a?.state===`off`?this.readOnly(e,a):L}
      ${i?this.modes(e,i):L}
      ${e.may_control?I`${i?this.goals(r,this.chosenMode??i.state,n):L} ${this.actions(t,n)}`:L}
    </ha-card>`}device(e){let t=Le(e,`charge_point`);return this.config.device?t.find(e=>e.device_id===this.config.device):t[0]}status(e){let t=rt(this.hass,e,`status`,`sensor`);return t?I`<button class="chip" style="--tone: ${Ut[t.state]??`var(--quiet)`}"
      @click=${()=>Ze(this,t.entity_id)}>
      <span class="dot"></span>${this.hass.formatEntityState(t)}
    </button>`:L}hero(e,t){let{hass:n}=this,r=t?.power??H(n,e,`charging_power`),i=t?.energy??H(n,e,`session_energy`),a=H(n,e,`phases`),o=H(n,e,`setpoint`),s=H(n,e,`session_solar_share`),c=Bt(i,t?.wish),l=Bt(r,t?.wish),u=t?.connected!==!1,d=[[this.t(`session`),u?ft(n.locale,i):null],[this.t(`from_sun`),s===null?null:U(n.locale,s,`%`)],[this.t(`cost`),this.cost(e)],[this.t(`range_added`),u&&c!==null&&c>=1?`+${U(n.locale,c,`km`)}`:null],[this.t(`speed`),l!==null&&l>=1?U(n.locale,l,`km/h`):null],[this.t(`vehicle_soc`),t?.soc==null?null:U(n.locale,t.soc,`%`)]],f=o===null?``:U(n.locale,o,`A`,o%1?1:0);return I`<div class="hero figure">
        <div class="now">
          <div class="value">${dt(n.locale,r)}</div>
          <div class="quiet small">
            ${[f,a===null?``:this.t(a===1?`one_phase`:`phases_count`,{count:ut(n.locale,a)})].filter(Boolean).join(` · `)}
          </div>
        </div>
      </div>
      <dl class="stats figure">
        ${d.map(([e,t])=>t===null?L:I`<div><dt>${e}</dt><dd>${t}</dd></div>`)}
      </dl>`}cost(e){let t=H(this.hass,e,`session_cost`);return t===null?null:pt(this.hass,t)}why(e,t){let n=rt(this.hass,e,`reason`,`sensor`),r=t?.reason??At(n);if(!r)return L;let i=r.key===`vehicle_not_asking`?this.t(`car_timer_hint`):``;return I`<div class="note" role="status" style="--tone: var(--primary-color)">
      <ha-icon icon=${i?`mdi:lightbulb-on-outline`:`mdi:comment-question-outline`}></ha-icon>
      <span>${kt(this.hass,r)}${i?I`<br /><span class="quiet small">${i}</span>`:L}</span>
    </div>`}readOnly(e,t){return I`<div class="note warning">
      <ha-icon icon="mdi:eye-outline"></ha-icon>
      <span>${this.t(`read_only_hint`)}
        ${e.may_control?I`<button class="button" style="margin-top: 8px" @click=${()=>this.call(`switch`,`turn_on`,{entity_id:t.entity_id})}>
                ${this.t(`let_steer`)}
              </button>`:L}</span>
    </div>`}modes(e,t){let n=t.attributes.options??[],r=this.chosenMode??t.state;return I`<div class="modes" role="radiogroup" aria-label=${this.t(`charging_mode`)} @keydown=${this.moveMode}>
      ${n.map(i=>I`<button
          class="mode"
          role="radio"
          aria-checked=${i===r}
          tabindex=${i===r||!n.includes(r)&&i===n[0]?0:-1}
          ?disabled=${!e.may_control||!Qe(t)}
          @click=${()=>this.choose(t.entity_id,i)}
        >
          <ha-icon icon=${Ht[i]??`mdi:ev-station`}></ha-icon>${this.hass.formatEntityState(t,i)}
        </button>`)}
    </div>`}moveMode(e){let t={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[e.key];if(!t)return;e.preventDefault();let n=[...e.currentTarget.querySelectorAll(`[role=radio]`)];n[(n.indexOf(e.target)+t+n.length)%n.length]?.focus()}choose(e,t){this.chosenMode=t,this.trust(),this.call(`select`,`select_option`,{entity_id:e,option:t})}goals(e,t,n){if(t===`safe_pv_surplus`){let t=rt(this.hass,e,`guaranteed_energy`,`number`);return t?this.guaranteedGoal(t):L}return t===`efficient_pv_surplus`?this.timedGoal(e,this.goal??Lt(n?.wish?.targets??[])):L}guaranteedGoal(e){let t=this.guaranteed??at(e)??0;return I`<div class="goal">
      <span>${this.t(`guaranteed_hint`)}</span>${this.stepper(t,n=>{this.guaranteed=zt(t,n,0),this.later(()=>this.call(`number`,`set_value`,{entity_id:e.entity_id,value:(this.guaranteed??0)/1e3}))},this.t(`guaranteed`))}
    </div>`}timedGoal(e,t){let n=n=>{this.goal={...t,...n,mixed:!1},this.later(()=>this.call(`overshot`,`set_energy_targets`,{targets:Rt(this.goal??t)},e))},r=Array.from({length:7},(e,t)=>St(this.hass,new Date(Date.UTC(2026,0,5+t,12))));return I`<div class="goal">
      <span>${t.mixed?this.t(`goal_mixed`):this.t(`goal_hint`)}</span>
      ${this.stepper(t.energy,e=>n({energy:zt(t.energy,e,1e3)}),this.t(`energy_goal`))}
      <label>${this.t(`ready_by`)}
        <input type="time" .value=${t.time} @change=${e=>{let{value:t}=e.target;t&&n({time:t})}} />
      </label>
      <div class="days" role="group" aria-label=${this.t(`days`)}>
        ${r.map((e,r)=>I`<button
            aria-pressed=${t.days.includes(r)}
            @click=${()=>n({days:t.days.includes(r)?t.days.filter(e=>e!==r):[...t.days,r].sort()})}
          >${e}</button>`)}
      </div>
    </div>`}stepper(e,t,n){return I`<span class="stepper" role="group" aria-label=${n}>
      <button aria-label=${this.t(`less`)} @click=${()=>t(-1)}>−</button>
      <output class="figure">${U(this.hass.locale,e/1e3,`kWh`)}</output>
      <button aria-label=${this.t(`more`)} @click=${()=>t(1)}>+</button>
    </span>`}actions(e,t){if(t?.connected===!1||!t)return L;let n=(t.power??0)>100,r=t.wish?.stopped??!1;return I`<div class="actions">
      ${n&&!r?I`<button class="button" @click=${()=>this.call(`overshot`,`stop_charging`,{},e.device_id)}>
              <ha-icon icon="mdi:stop"></ha-icon>${this.t(`stop_charging`)}
            </button>`:I`<button class="button strong" @click=${()=>this.call(`overshot`,`start_charging`,{},e.device_id)}>
              <ha-icon icon="mdi:play"></ha-icon>${this.t(`start_charging`)}
            </button>`}
    </div>`}later(e){clearTimeout(this.sending),this.sending=setTimeout(()=>{e(),this.trust()},Wt)}trust(){clearTimeout(this.forgetting),this.forgetting=setTimeout(()=>{this.chosenMode=this.goal=this.guaranteed=void 0},Gt)}async call(e,t,n,r){try{await this.hass.callService(e,t,n,r?{device_id:r}:void 0)}catch{this.chosenMode=this.goal=this.guaranteed=void 0}}};V([B()],Kt.prototype,`live`,void 0),V([B()],Kt.prototype,`chosenMode`,void 0),V([B()],Kt.prototype,`goal`,void 0),V([B()],Kt.prototype,`guaranteed`,void 0);var qt=[`connected`,`planned`,`failed`],Jt=[[`charge_point`,`mdi:ev-station`],[`heat_pump`,`mdi:heat-pump`],[`load`,`mdi:water-boiler`],[`controller`,`mdi:home-automation`],[`battery`,`mdi:home-battery`],[`solar`,`mdi:solar-power-variant`],[`grid`,`mdi:transmission-tower`]],Yt={connected:`var(--success-color, #43a047)`,planned:`var(--info-color, #3f7ee8)`,failed:`var(--error-color, #db4437)`},Xt=class extends qe{static{this.styles=[Pt,o`
      .filters {
        display: flex;
        gap: 6px;
        flex-wrap: wrap;
      }
      .filters button {
        min-height: 34px;
        padding: 0 14px;
        border-radius: 999px;
        background: var(--soft);
        font-size: 13px;
      }
      .filters button[aria-pressed="true"] {
        background: color-mix(in srgb, var(--primary-color) 18%, transparent);
        box-shadow: inset 0 0 0 1.5px var(--primary-color);
        font-weight: 500;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(300px, 100%), 1fr));
        gap: 4px 16px;
      }
      a {
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 8px;
        margin: 0 -8px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
      }
      a:hover {
        background: var(--soft);
      }
      a > ha-icon {
        color: var(--quiet);
        flex: none;
      }
      .text {
        flex: 1;
        min-width: 0;
        display: flex;
        flex-direction: column;
      }
      .text > * {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
    `]}static getConfigForm(){return Je([],{})}static getStubConfig(){return{}}getGridOptions(){return{columns:`full`,min_columns:6,rows:`auto`}}watched(){return(this.site?.devices??[]).flatMap(({device_id:e})=>[`connection_status`,`control`].map(t=>nt(this.hass,e,t)))}draw(e){let t=e.devices.map(e=>({device:e,condition:this.condition(e)})),n=this.filter?t.filter(e=>e.condition===this.filter):t,r=e=>t.filter(t=>!e||t.condition===e).length,i=[[void 0,`${this.t(`all`)} (${r()})`],...qt.map(e=>[e,`${this.t(`state_${e}`)} (${r(e)})`])];return I`<ha-card>
      <header><h2>${this.config.title||this.t(`view_devices`)}</h2></header>
      <div class="filters" role="group" aria-label=${this.t(`filter`)}>
        ${i.map(([e,t])=>I`<button aria-pressed=${e===this.filter} @click=${()=>this.filter=e}>${t}</button>`)}
      </div>
      ${n.length?I`<ul>${n.map(e=>this.row(e.device,e.condition))}</ul>`:I`<div class="quiet">${this.t(`no_devices`)}</div>`}
    </ha-card>`}condition(e){let t=rt(this.hass,e.device_id,`connection_status`,`sensor`)?.state;return t===`failed`?`failed`:t===`connected`?`connected`:`planned`}row(e,t){let{hass:n}=this,r=rt(n,e.device_id,`connection_status`,`sensor`),i=rt(n,e.device_id,`control`,`switch`),a=n.devices[e.device_id]?.created_at,o=[[e.manufacturer,e.model].filter(Boolean).join(` `),e.serial?this.t(`serial`,{serial:e.serial}):``,a?this.t(`active_since`,{date:bt(n,new Date(a*1e3))}):``,i?this.t(i.state===`on`?`steered`:`read_only`):``],s=Jt.find(([t])=>e.roles.includes(t))?.[1]??`mdi:meter-electric-outline`,c=`/config/devices/device/${e.device_id}`;return I`<li>
      <a href=${c} @click=${e=>this.open(e,c)}>
        <ha-icon icon=${s}></ha-icon>
        <span class="text"><span>${Re(n,e)}</span><span class="small quiet">${o.filter(Boolean).join(` · `)}</span></span>
        <span class="chip" style="--tone: ${Yt[t]}">
          <span class="dot"></span>${r?n.formatEntityState(r):L}
        </span>
      </a>
    </li>`}open(e,t){e.preventDefault(),history.pushState(null,``,t),Xe(this,`location-changed`,{replace:!1})}};V([B()],Xt.prototype,`filter`,void 0);var Zt=400,Qt={x:200,y:172},$t=4;function en(e){if(e.length<=$t)return e.map(e=>({consumer:e,power:e.power,id:e.id}));let t=[...e].sort((e,t)=>(t.power??0)-(e.power??0)),n=t.slice(3),r=n.some(e=>e.power!==null)?n.reduce((e,t)=>e+(t.power??0),0):null;return[...t.slice(0,3).map(e=>({consumer:e,power:e.power,id:e.id})),{power:r,id:`more`}]}function tn(e){let t=[[`solar`,Math.max(0,e.solar??0)],[`battery`,Math.max(0,e.battery??0)],[`import`,Math.max(0,e.grid??0)]],n=t.reduce((e,[,t])=>e+t,0);return n<15?[]:t.map(([e,t])=>({color:e,share:t/n}))}function nn(e,t){let n=en(e.consumers??[]),r=t.solar?0:96,i={x:Qt.x,y:Qt.y-r},a=i.y+128,o=[{kind:`grid`,id:`grid`,x:52,y:i.y,power:e.grid??null},{kind:`house`,id:`house`,...i,power:e.house??null}],s=[],c=(e,t,n,r)=>{r==null||Math.abs(r)<15||s.push({id:e,color:t,path:n,power:Math.abs(r),forward:r>0})};return c(`grid`,(e.grid??0)>0?`import`:`export`,`M52 ${i.y} H${i.x}`,e.grid),t.solar&&(o.push({kind:`solar`,id:`solar`,x:i.x,y:48,power:e.solar??null}),c(`solar`,`solar`,`M${i.x} 48 V${i.y}`,e.solar)),t.battery&&(o.push({kind:`battery`,id:`battery`,x:348,y:i.y,power:e.battery??null}),c(`battery`,`battery`,`M348 ${i.y} H${i.x}`,e.battery)),n.forEach(({consumer:e,power:t,id:r},s)=>{let l=Zt/(n.length+1)*(s+1),u=n.length===1?i.x:52+296/(n.length-1)*s,d=n.length>2?u:l;o.push({kind:e?.kind??`more`,id:r,x:d,y:a,power:t,consumer:e});let f=Math.abs(d-i.x)<1?`M${i.x} ${i.y} V${a}`:`M${i.x} ${i.y} C${i.x} ${a-40} ${d} ${i.y+40} ${d} ${a}`;c(`to-${r}`,e?.kind??`load`,f,t===null?null:Math.max(0,t))}),{width:Zt,height:n.length?a+62:i.y+62,nodes:o,flows:s,mix:tn(e)}}function rn(e){return[4.5,3.2,2.3,1.7,1.2][e<300?0:e<1e3?1:e<3e3?2:e<7e3?3:4]??2.3}var W=o`
  .picture {
    position: relative;
    width: 100%;
    max-width: 560px;
    margin: 0 auto;
  }
  svg.flows {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  svg.flows path {
    fill: none;
    stroke-linecap: round;
  }
  .wire {
    stroke: var(--line);
    stroke-width: 2;
  }
  .live {
    stroke-width: 2;
    opacity: 0.35;
  }
  .dots {
    stroke-width: 5;
    stroke-dasharray: 0.1 22;
    animation: run var(--pace) linear infinite;
  }
  .dots.back {
    animation-direction: reverse;
  }
  @keyframes run {
    from {
      stroke-dashoffset: 66.3;
    }
    to {
      stroke-dashoffset: 0;
    }
  }
  .node {
    position: absolute;
    transform: translate(-50%, -50%);
    width: clamp(66px, 19cqi, 86px);
    aspect-ratio: 1;
    border-radius: 50%;
    box-sizing: border-box;
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 1px;
    background: var(--card-background-color, var(--ha-card-background, #fff));
    border: 2px solid color-mix(in srgb, var(--tone) 45%, transparent);
    text-align: center;
    line-height: 1.15;
  }
  .node.on {
    border-color: var(--tone);
  }
  .node ha-icon {
    --mdc-icon-size: 22px;
    color: var(--tone);
  }
  .node .value {
    font-size: 13px;
    font-weight: 500;
    white-space: nowrap;
  }
  .node .under {
    font-size: 11px;
    color: var(--quiet);
    white-space: nowrap;
  }
  .node.house {
    width: clamp(88px, 25cqi, 116px);
    border-color: transparent;
  }
  .node.house .value {
    font-size: 18px;
  }
  .node.house ha-icon {
    --mdc-icon-size: 24px;
  }
  .node.house svg {
    position: absolute;
    inset: -2px;
    width: calc(100% + 4px);
    height: calc(100% + 4px);
    transform: rotate(-90deg);
  }
  .ring {
    fill: none;
    stroke-width: 4.5;
  }
  .name {
    position: absolute;
    transform: translate(-50%, 0);
    font-size: 12px;
    color: var(--quiet);
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  @container (min-width: 440px) {
    .node .value {
      font-size: 15px;
    }
    .node.house .value {
      font-size: 21px;
    }
    .node .under {
      font-size: 12px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .dots {
      display: none;
    }
    .live {
      opacity: 1;
      stroke-width: 3;
    }
  }
`,G={grid:`mdi:transmission-tower`,solar:`mdi:solar-power-variant`,battery:`mdi:home-battery`,house:`mdi:home`,car:`mdi:car-electric`,heat_pump:`mdi:heat-pump`,load:`mdi:water-boiler`,more:`mdi:dots-horizontal`},an=2*Math.PI*47,on=class extends qe{static{this.styles=[Pt,W]}static getConfigForm(){return Je([],{})}static getStubConfig(){return{}}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=st(this.hass.connection,e.entry_id,e=>this.live=e)}leave(){this.stop?.(),this.stop=void 0}draw(e){let t=this.live??{loaded:!0},n=nn(t,{solar:Le(e,`solar`).length>0||(t.solar??null)!==null,battery:Le(e,`battery`).length>0||(t.battery??null)!==null});return I`<ha-card>
      ${this.config.title?I`<header><h2>${this.config.title}</h2></header>`:L}
      <div class="picture" style="aspect-ratio: ${n.width} / ${n.height}">
        <svg class="flows" viewBox="0 0 ${n.width} ${n.height}" aria-hidden="true">
          ${this.wires(n)} ${n.flows.map(e=>this.flow(e))}
        </svg>
        ${n.nodes.map(r=>this.node(e,r,n,t))}
      </div>
      ${this.note(e,t)}
    </ha-card>`}wires(e){let t=e.nodes.find(e=>e.kind===`house`);if(!t)return L;let n=new Set(e.flows.map(e=>e.id));return e.nodes.filter(e=>e!==t&&!n.has(e.id)&&!n.has(`to-${e.id}`)).map(e=>e.y>t.y&&e.x!==t.x?ue`<path class="wire" d="M${t.x} ${t.y} C${t.x} ${e.y-40} ${e.x} ${t.y+40} ${e.x} ${e.y}"></path>`:ue`<path class="wire" d="M${e.x} ${e.y} L${t.x} ${t.y}"></path>`)}flow(e){return ue`<g stroke=${Mt(e.color)}>
      <path class="live" d=${e.path}></path>
      <path class="dots ${e.forward?``:`back`}" style="--pace: ${rn(e.power)}s" d=${e.path}></path>
    </g>`}node(e,t,n,r){let i=sn(t),a=`left: ${100*t.x/n.width}%; top: ${100*t.y/n.height}%`,o=t.power!==null&&Math.abs(t.power)>=15,s=dt(this.hass.locale,t.power===null?null:Math.abs(t.power)),c=this.nameOf(e,t),l=this.under(t,r);return I`<button
        class="node figure ${t.kind} ${o?`on`:``}"
        style="${a}; --tone: ${Mt(i)}"
        title=${c}
        aria-label=${[c,s,l].filter(Boolean).join(`, `)}
        @click=${()=>Ze(this,this.entityOf(e,t))}
      >
        ${t.kind===`house`?this.ring(n):L}
        <ha-icon icon=${cn(t,r)}></ha-icon>
        <span class="value">${s}</span>
        ${l?I`<span class="under">${l}</span>`:L}
      </button>
      ${t.consumer?I`<span class="name" aria-hidden="true" style="max-width: ${Math.floor(88/Math.max(1,r.consumers?.length??1))}cqi; left: ${100*t.x/n.width}%; top: calc(${100*t.y/n.height}% + clamp(33px, 9.5cqi, 43px) + 4px)"
              >${c}</span
            >`:L}`}ring(e){let t=0;return I`<svg viewBox="0 0 100 100" aria-hidden="true">
      <circle class="ring" cx="50" cy="50" r="47" stroke="var(--line)"></circle>
      ${e.mix.map(({color:e,share:n})=>{let r=t;return t+=n,n>.005?ue`<circle class="ring" cx="50" cy="50" r="47" stroke=${Mt(e)}
              stroke-dasharray="${n*an} ${an}" stroke-dashoffset=${-r*an}></circle>`:L})}
    </svg>`}under(e,t){let n=e.power!==null&&Math.abs(e.power)>=15,{locale:r}=this.hass;return e.kind===`battery`?t.soc==null?``:U(r,t.soc,`%`):e.kind===`grid`&&n?this.t((e.power??0)>0?`importing`:`exporting`):e.kind===`car`&&e.consumer?.soc!=null?U(r,e.consumer.soc,`%`):``}nameOf(e,t){if(t.kind===`more`)return this.t(`more_devices`);if(!t.consumer)return this.t(t.kind);let n=e.devices.find(e=>e.id===t.id)??e.devices.find(e=>t.id.startsWith(e.id));return n?Re(this.hass,n):this.t(t.consumer.kind)}entityOf(e,t){let{hass:n}=this,r=(t,r)=>Le(e,t).map(e=>nt(n,e.device_id,r,`sensor`)).find(Boolean);if(t.kind===`grid`)return r(`grid`,`grid_power`);if(t.kind===`solar`)return r(`solar`,`solar_power`);if(t.kind===`battery`)return r(`battery`,`battery_power`)??nt(n,e.device_id,`storage_soc`);if(t.kind===`house`)return nt(n,e.device_id,`house_power`);let i=e.devices.find(e=>e.id===t.id)?.device_id;return nt(n,i,`charging_power`)??nt(n,i,`reason`,`sensor`)}note(e,t){if(!t.loaded)return I`<div class="note" role="status">${this.t(`site_loading`)}</div>`;if(t.stale)return I`<div class="note error" role="status">
        <ha-icon icon="mdi:alert-circle-outline"></ha-icon>${kt(this.hass,{key:`meter_stale`})}
      </div>`;if(t.on_backup)return I`<div class="note warning" role="status">
        <ha-icon icon="mdi:transmission-tower-off"></ha-icon>${kt(this.hass,{key:`on_backup`})}
      </div>`;let n=t.held_back?.[0];if(!n)return L;let r=e.devices.find(e=>e.id===n.id);return I`<div class="note" role="status">
      <ha-icon icon="mdi:car-speed-limiter"></ha-icon>
      <span>${r?I`<b>${Re(this.hass,r)}</b>: `:L}${kt(this.hass,n)}</span>
    </div>`}};V([B()],on.prototype,`live`,void 0);function sn(e){return e.kind===`grid`?(e.power??0)<0?`export`:`import`:e.kind===`more`?`load`:e.kind}function cn(e,t){if(e.kind===`grid`&&t.on_backup)return`mdi:transmission-tower-off`;if(e.kind===`car`&&e.consumer?.connected===!1)return`mdi:ev-station`;if(e.kind!==`battery`||t.soc==null)return G[e.kind];let n=Math.round(t.soc/10)*10;return n>=100?`mdi:battery`:n<10?`mdi:battery-outline`:`mdi:battery-${n}`}var K=!0,ln=`uplot`,un=`u-hz`,dn=`u-vt`,fn=`u-title`,pn=`u-wrap`,mn=`u-under`,hn=`u-over`,gn=`u-axis`,_n=`u-off`,vn=`u-select`,yn=`u-cursor-x`,bn=`u-cursor-y`,xn=`u-cursor-pt`,Sn=`u-legend`,Cn=`u-live`,wn=`u-inline`,Tn=`u-series`,En=`u-marker`,Dn=`u-label`,On=`u-value`,kn=`width`,An=`height`,jn=`top`,Mn=`bottom`,Nn=`left`,Pn=`right`,Fn=`#000`,In=`#0000`,Ln=`mousemove`,Rn=`mousedown`,zn=`mouseup`,Bn=`mouseenter`,Vn=`mouseleave`,Hn=`dblclick`,Un=`resize`,Wn=`scroll`,Gn=`change`,Kn=`dppxchange`,qn=`--`,Jn=typeof window<`u`,Yn=Jn?document:null,Xn=Jn?window:null,Zn=Jn?navigator:null,q,Qn;function $n(){let e=devicePixelRatio;q!=e&&(q=e,Qn&&pr(Gn,Qn,$n),Qn=matchMedia(`(min-resolution: ${q-.001}dppx) and (max-resolution: ${q+.001}dppx)`),fr(Gn,Qn,$n),Xn.dispatchEvent(new CustomEvent(Kn)))}function er(e,t){if(t!=null){let n=e.classList;!n.contains(t)&&n.add(t)}}function tr(e,t){let n=e.classList;n.contains(t)&&n.remove(t)}function J(e,t,n){e.style[t]=n+`px`}function nr(e,t,n,r){let i=Yn.createElement(e);return t!=null&&er(i,t),n?.insertBefore(i,r),i}function rr(e,t){return nr(`div`,e,t)}var ir=new WeakMap;function ar(e,t,n,r,i){let a=`translate(`+t+`px,`+n+`px)`;a!=ir.get(e)&&(e.style.transform=a,ir.set(e,a),t<0||n<0||t>r||n>i?er(e,_n):tr(e,_n))}var or=new WeakMap;function sr(e,t,n){let r=t+n;r!=or.get(e)&&(or.set(e,r),e.style.background=t,e.style.borderColor=n)}var cr=new WeakMap;function lr(e,t,n,r){let i=t+``+n;i!=cr.get(e)&&(cr.set(e,i),e.style.height=n+`px`,e.style.width=t+`px`,e.style.marginLeft=r?-t/2+`px`:0,e.style.marginTop=r?-n/2+`px`:0)}var ur={passive:!0},dr={...ur,capture:!0};function fr(e,t,n,r){t.addEventListener(e,n,r?dr:ur)}function pr(e,t,n,r){t.removeEventListener(e,n,ur)}Jn&&$n();function mr(e,t,n,r){let i;n||=0,r||=t.length-1;let a=r<=2147483647;for(;r-n>1;)i=a?n+r>>1:Fr((n+r)/2),t[i]<e?n=i:r=i;return e-t[n]<=t[r]-e?n:r}function hr(e){return(t,n,r)=>{let i=-1,a=-1;for(let a=n;a<=r;a++)if(e(t[a])){i=a;break}for(let i=r;i>=n;i--)if(e(t[i])){a=i;break}return[i,a]}}var gr=e=>e!=null,_r=e=>e!=null&&e>0,vr=hr(gr),yr=hr(_r);function br(e,t,n,r=0,i=!1){let a=i?yr:vr,o=i?_r:gr;[t,n]=a(e,t,n);let s=e[t],c=e[t];if(t>-1){if(r==1)s=e[t],c=e[n];else if(r==-1)s=e[n],c=e[t];else for(let r=t;r<=n;r++){let t=e[r];o(t)&&(t<s?s=t:t>c&&(c=t))}}return[s??Kr,c??-Kr]}function xr(e,t,n,r){let i=Vr(e),a=Vr(t);e==t&&(i==-1?(e*=n,t/=n):(e/=n,t*=n));let o=n==10?Hr:Ur,s=i==1?Fr:Lr,c=a==1?Lr:Fr,l=s(o(Pr(e))),u=c(o(Pr(t))),d=Br(n,l),f=Br(n,u);return n==10&&(l<0&&(d=Z(d,-l)),u<0&&(f=Z(f,-u))),r||n==2?(e=d*i,t=f*a):(e=oi(e,d),t=ai(t,f)),[e,t]}function Sr(e,t,n,r){let i=xr(e,t,n,r);return e==0&&(i[0]=0),t==0&&(i[1]=0),i}var Cr=.1,wr={mode:3,pad:Cr},Tr={pad:0,soft:null,mode:0},Er={min:Tr,max:Tr};function Dr(e,t,n,r){return _i(n)?kr(e,t,n):(Tr.pad=n,Tr.soft=r?0:null,Tr.mode=r?3:0,kr(e,t,Er))}function Y(e,t){return e??t}function Or(e,t,n){for(t=Y(t,0),n=Y(n,e.length-1);t<=n;){if(e[t]!=null)return!0;t++}return!1}function kr(e,t,n){let r=n.min,i=n.max,a=Y(r.pad,0),o=Y(i.pad,0),s=Y(r.hard,-Kr),c=Y(i.hard,Kr),l=Y(r.soft,Kr),u=Y(i.soft,-Kr),d=Y(r.mode,0),f=Y(i.mode,0),p=t-e,m=Hr(p),h=zr(Pr(e),Pr(t)),g=Pr(Hr(h)-m);(p<1e-24||g>10)&&(p=0,(e==0||t==0)&&(p=1e-24,d==2&&l!=Kr&&(a=0),f==2&&u!=-Kr&&(o=0)));let _=p||h||1e3,v=Br(10,Fr(Hr(_))),y=Z(oi(e-_*(p==0?e==0?.1:1:a),v/10),24),b=e>=l&&(d==1||d==3&&y<=l||d==2&&y>=l)?l:Kr,x=zr(s,y<b&&e>=b?b:Rr(b,y)),S=Z(ai(t+_*(p==0?t==0?.1:1:o),v/10),24),C=t<=u&&(f==1||f==3&&S>=u||f==2&&S<=u)?u:-Kr,w=Rr(c,S>C&&t<=C?C:zr(C,S));return x==w&&x==0&&(w=100),[x,w]}var Ar=new Intl.NumberFormat(Jn?Zn.language:`en-US`),jr=e=>Ar.format(e),Mr=Math,Nr=Mr.PI,Pr=Mr.abs,Fr=Mr.floor,Ir=Mr.round,Lr=Mr.ceil,Rr=Mr.min,zr=Mr.max,Br=Mr.pow,Vr=Mr.sign,Hr=Mr.log10,Ur=Mr.log2,Wr=(e,t=1)=>Mr.sinh(e)*t,Gr=(e,t=1)=>Mr.asinh(e/t),Kr=1/0;function qr(e){return(Hr((e^e>>31)-(e>>31))|0)+1}function Jr(e,t,n){return Rr(zr(e,t),n)}function Yr(e){return typeof e==`function`}function X(e){return Yr(e)?e:()=>e}var Xr=()=>{},Zr=e=>e,Qr=(e,t)=>t,$r=e=>null,ei=e=>!0,ti=(e,t)=>e==t,ni=/\.\d*?(?=9{6,}|0{6,})/gm,ri=e=>{if(mi(e)||si.has(e))return e;let t=`${e}`,n=t.match(ni);if(n==null)return e;let r=n[0].length-1;if(t.indexOf(`e-`)!=-1){let[e,n]=t.split(`e`);return+`${ri(e)}e${n}`}return Z(e,r)};function ii(e,t){return ri(Z(ri(e/t))*t)}function ai(e,t){return ri(Lr(ri(e/t))*t)}function oi(e,t){return ri(Fr(ri(e/t))*t)}function Z(e,t=0){if(mi(e))return e;let n=10**t;return Ir(e*n*(1+2**-52))/n}var si=new Map;function ci(e){return((``+e).split(`.`)[1]||``).length}function li(e,t,n,r){let i=[],a=r.map(ci);for(let o=t;o<n;o++){let t=Pr(o),n=Z(Br(e,o),t);for(let s=0;s<r.length;s++){let c=e==10?+`${r[s]}e${o}`:r[s]*n,l=(o>=0?0:t)+(o>=a[s]?0:a[s]),u=e==10?c:Z(c,l);i.push(u),si.set(u,l)}}return i}var ui={},di=[],fi=[null,null],pi=Array.isArray,mi=Number.isInteger,hi=e=>e===void 0;function gi(e){return typeof e==`string`}function _i(e){let t=!1;if(e!=null){let n=e.constructor;t=n==null||n==Object}return t}function vi(e){return typeof e==`object`&&!!e}var yi=Object.getPrototypeOf(Uint8Array),bi=`__proto__`;function xi(e,t=_i){let n;if(pi(e)){let r=e.find(e=>e!=null);if(pi(r)||t(r)){n=Array(e.length);for(let r=0;r<e.length;r++)n[r]=xi(e[r],t)}else n=e.slice()}else if(e instanceof yi)n=e.slice();else if(t(e)){n={};for(let r in e)r!=bi&&(n[r]=xi(e[r],t))}else n=e;return n}function Si(e){let t=arguments;for(let n=1;n<t.length;n++){let r=t[n];for(let t in r)t!=bi&&(_i(e[t])?Si(e[t],xi(r[t])):e[t]=xi(r[t]))}return e}var Ci=0,wi=1,Ti=2;function Ei(e,t,n){for(let r=0,i,a=-1;r<t.length;r++){let o=t[r];if(o>a){for(i=o-1;i>=0&&e[i]==null;)e[i--]=null;for(i=o+1;i<n&&e[i]==null;)e[a=i++]=null}}}function Di(e,t){if(Ai(e)){let t=e[0].slice();for(let n=1;n<e.length;n++)t.push(...e[n].slice(1));return ji(t[0])||(t=ki(t)),t}let n=new Set;for(let t=0;t<e.length;t++){let r=e[t][0],i=r.length;for(let e=0;e<i;e++)n.add(r[e])}let r=[Array.from(n).sort((e,t)=>e-t)],i=r[0].length,a=new Map;for(let e=0;e<i;e++)a.set(r[0][e],e);for(let n=0;n<e.length;n++){let o=e[n],s=o[0];for(let e=1;e<o.length;e++){let c=o[e],l=Array(i).fill(void 0),u=t?t[n][e]:wi,d=[];for(let e=0;e<c.length;e++){let t=c[e],n=a.get(s[e]);t===null?u!=Ci&&(l[n]=t,u==Ti&&d.push(n)):l[n]=t}Ei(l,d,i),r.push(l)}}return r}var Oi=typeof queueMicrotask>`u`?e=>Promise.resolve().then(e):queueMicrotask;function ki(e){let t=e[0],n=t.length,r=Array(n);for(let e=0;e<r.length;e++)r[e]=e;r.sort((e,n)=>t[e]-t[n]);let i=[];for(let t=0;t<e.length;t++){let a=e[t],o=Array(n);for(let e=0;e<n;e++)o[e]=a[r[e]];i.push(o)}return i}function Ai(e){let t=e[0][0],n=t.length;for(let r=1;r<e.length;r++){let i=e[r][0];if(i.length!=n)return!1;if(i!=t){for(let e=0;e<n;e++)if(i[e]!=t[e])return!1}}return!0}function ji(e,t=100){let n=e.length;if(n<=1)return!0;let r=0,i=n-1;for(;r<=i&&e[r]==null;)r++;for(;i>=r&&e[i]==null;)i--;if(i<=r)return!0;let a=zr(1,Fr((i-r+1)/t));for(let t=e[r],n=r+a;n<=i;n+=a){let r=e[n];if(r!=null){if(r<=t)return!1;t=r}}return!0}var Mi=[`January`,`February`,`March`,`April`,`May`,`June`,`July`,`August`,`September`,`October`,`November`,`December`],Ni=[`Sunday`,`Monday`,`Tuesday`,`Wednesday`,`Thursday`,`Friday`,`Saturday`];function Pi(e){return e.slice(0,3)}var Fi=Ni.map(Pi),Ii={MMMM:Mi,MMM:Mi.map(Pi),WWWW:Ni,WWW:Fi};function Li(e){return(e<10?`0`:``)+e}function Ri(e){return(e<10?`00`:e<100?`0`:``)+e}var zi={YYYY:e=>e.getFullYear(),YY:e=>(e.getFullYear()+``).slice(2),MMMM:(e,t)=>t.MMMM[e.getMonth()],MMM:(e,t)=>t.MMM[e.getMonth()],MM:e=>Li(e.getMonth()+1),M:e=>e.getMonth()+1,DD:e=>Li(e.getDate()),D:e=>e.getDate(),WWWW:(e,t)=>t.WWWW[e.getDay()],WWW:(e,t)=>t.WWW[e.getDay()],HH:e=>Li(e.getHours()),H:e=>e.getHours(),h:e=>{let t=e.getHours();return t==0?12:t>12?t-12:t},AA:e=>e.getHours()>=12?`PM`:`AM`,aa:e=>e.getHours()>=12?`pm`:`am`,a:e=>e.getHours()>=12?`p`:`a`,mm:e=>Li(e.getMinutes()),m:e=>e.getMinutes(),ss:e=>Li(e.getSeconds()),s:e=>e.getSeconds(),fff:e=>Ri(e.getMilliseconds())};function Bi(e,t){t||=Ii;let n=[],r=/\{([a-z]+)\}|[^{]+/gi,i;for(;i=r.exec(e);)n.push(i[0][0]==`{`?zi[i[1]]:i[0]);return e=>{let r=``;for(let i=0;i<n.length;i++)r+=typeof n[i]==`string`?n[i]:n[i](e,t);return r}}var Vi=new Intl.DateTimeFormat().resolvedOptions().timeZone;function Hi(e,t){let n;return t==`UTC`||t==`Etc/UTC`?n=new Date(+e+e.getTimezoneOffset()*6e4):t==Vi?n=e:(n=new Date(e.toLocaleString(`en-US`,{timeZone:t})),n.setMilliseconds(e.getMilliseconds())),n}var Ui=e=>e%1==0,Wi=[1,2,2.5,5],Gi=li(10,-32,0,Wi),Ki=li(10,0,32,Wi),qi=Ki.filter(Ui),Ji=Gi.concat(Ki),Yi=`
`,Xi=`{YYYY}`,Zi=Yi+Xi,Qi=`{M}/{D}`,$i=Yi+Qi,ea=$i+`/{YY}`,ta=`{aa}`,na=`{h}:{mm}`+ta,ra=Yi+na,ia=`:{ss}`,Q=null;function aa(e){let t=e*1e3,n=t*60,r=n*60,i=r*24,a=i*30,o=i*365,s=(e==1?li(10,0,3,Wi).filter(Ui):li(10,-3,0,Wi)).concat([t,t*5,t*10,t*15,t*30,n,n*5,n*10,n*15,n*30,r,r*2,r*3,r*4,r*6,r*8,r*12,i,i*2,i*3,i*4,i*5,i*6,i*7,i*8,i*9,i*10,i*15,a,a*2,a*3,a*4,a*6,o,o*2,o*5,o*10,o*25,o*50,o*100]),c=[[o,Xi,Q,Q,Q,Q,Q,Q,1],[i*28,`{MMM}`,Zi,Q,Q,Q,Q,Q,1],[i,Qi,Zi,Q,Q,Q,Q,Q,1],[r,`{h}`+ta,ea,Q,$i,Q,Q,Q,1],[n,na,ea,Q,$i,Q,Q,Q,1],[t,ia,ea+` `+na,Q,$i+` `+na,Q,ra,Q,1],[e,ia+`.{fff}`,ea+` `+na,Q,$i+` `+na,Q,ra,Q,1]];function l(t){return(s,c,l,u,d,f)=>{let p=[],m=d>=o,h=d>=a&&d<o,g=t(l),_=Z(g*e,3),v=ha(g.getFullYear(),m?0:g.getMonth(),h||m?1:g.getDate()),y=Z(v*e,3);if(h||m){let n=h?d/a:0,r=m?d/o:0,i=_==y?_:Z(ha(v.getFullYear()+r,v.getMonth()+n,1)*e,3),s=new Date(Ir(i/e)),c=s.getFullYear(),l=s.getMonth();for(let a=0;i<=u;a++){let o=ha(c+r*a,l+n*a,1),s=o-t(Z(o*e,3));i=Z((+o+s)*e,3),i<=u&&p.push(i)}}else{let a=d>=i?i:d,o=y+(Fr(l)-Fr(_))+ai(_-y,a);p.push(o);let m=t(o),h=m.getHours()+m.getMinutes()/n+m.getSeconds()/r,g=d/r,v=f/s.axes[c]._space;for(;o=Z(o+d,e==1?0:3),!(o>u);)if(g>1){let e=Fr(Z(h+g,6))%24,n=t(o).getHours()-e;n>1&&(n=-1),o-=n*r,h=(h+g)%24;let i=p[p.length-1];Z((o-i)/d,3)*v>=.7&&p.push(o)}else p.push(o)}return p}}return[s,c,l]}var[oa,sa,ca]=aa(1),[la,ua,da]=aa(.001);li(2,-53,53,[1]);function fa(e,t){return e.map(e=>e.map((n,r)=>r==0||r==8||n==null?n:t(r==1||e[8]==0?n:e[1]+n)))}function pa(e,t){return(n,r,i,a,o)=>{let s=t.find(e=>o>=e[0])||t[t.length-1],c,l,u,d,f,p;return r.map(t=>{let n=e(t),r=n.getFullYear(),i=n.getMonth(),a=n.getDate(),o=n.getHours(),m=n.getMinutes(),h=n.getSeconds(),g=r!=c&&s[2]||i!=l&&s[3]||a!=u&&s[4]||o!=d&&s[5]||m!=f&&s[6]||h!=p&&s[7]||s[1];return c=r,l=i,u=a,d=o,f=m,p=h,g(n)})}}function ma(e,t){let n=Bi(t);return(t,r,i,a,o)=>r.map(t=>n(e(t)))}function ha(e,t,n){return new Date(e,t,n)}function ga(e,t){return t(e)}var _a=`{YYYY}-{MM}-{DD} {h}:{mm}{aa}`;function va(e,t){return(n,r,i,a)=>a==null?qn:t(e(r))}function ya(e,t){let n=e.series[t];return n.width?n.stroke(e,t):n.points.width?n.points.stroke(e,t):null}function ba(e,t){return e.series[t].fill(e,t)}var xa={show:!0,live:!0,isolate:!1,mount:Xr,markers:{show:!0,width:2,stroke:ya,fill:ba,dash:`solid`},idx:null,idxs:null,values:[]};function Sa(e,t){let n=e.cursor.points,r=rr(),i=n.size(e,t);J(r,kn,i),J(r,An,i);let a=i/-2;J(r,`marginLeft`,a),J(r,`marginTop`,a);let o=n.width(e,t,i);return o&&J(r,`borderWidth`,o),r}function Ca(e,t){let n=e.series[t].points;return n._fill||n._stroke}function wa(e,t){let n=e.series[t].points;return n._stroke||n._fill}function Ta(e,t){return e.series[t].points.size}var Ea=[0,0];function Da(e,t,n){return Ea[0]=t,Ea[1]=n,Ea}function Oa(e,t,n,r=!0){return e=>{e.button!=0||r&&e.target!=t||n(e)}}function ka(e,t,n,r=!0){return e=>{r&&e.target!=t||n(e)}}var Aa={show:!0,x:!0,y:!0,lock:!1,move:Da,points:{one:!1,show:Sa,size:Ta,width:0,stroke:wa,fill:Ca},bind:{mousedown:Oa,mouseup:Oa,click:Oa,dblclick:Oa,mousemove:ka,mouseleave:ka,mouseenter:ka},drag:{setScale:!0,x:!0,y:!1,dist:0,uni:null,click:(e,t)=>{t.stopPropagation(),t.stopImmediatePropagation()},_x:!1,_y:!1},focus:{dist:(e,t,n,r,i)=>r-i,prox:-1,bias:0},hover:{skip:[void 0],prox:null,bias:0},left:-10,top:-10,idx:null,dataIdx:null,idxs:null,event:null},ja={show:!0,stroke:`rgba(0,0,0,0.07)`,width:2},Ma=Si({},ja,{filter:Qr}),Na=Si({},Ma,{size:10}),Pa=Si({},ja,{show:!1}),Fa=`12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif, "Apple Color Emoji", "Segoe UI Emoji", "Segoe UI Symbol", "Noto Color Emoji"`,Ia=`bold `+Fa,La=1.5,Ra={show:!0,scale:`x`,stroke:Fn,space:50,gap:5,alignTo:1,size:50,labelGap:0,labelSize:30,labelFont:Ia,side:2,grid:Ma,ticks:Na,border:Pa,font:Fa,lineGap:La,rotate:0},za=`Value`,Ba=`Time`,Va={show:!0,scale:`x`,auto:!1,sorted:1,min:Kr,max:-1/0,idxs:[]};function Ha(e,t,n,r,i){return t.map(e=>e==null?``:jr(e))}function Ua(e,t,n,r,i,a,o){let s=[],c=si.get(i)||0;n=o?n:Z(ai(n,i),c);for(let e=n;e<=r;e=Z(e+i,c))s.push(Object.is(e,-0)?0:e);return s}function Wa(e,t,n,r,i,a,o){let s=[],c=e.scales[e.axes[t].scale].log;i=Br(c,Fr((c==10?Hr:Ur)(n))),c==10&&(i=Ji[mr(i,Ji)]);let l=n,u=i*c;c==10&&(u=Ji[mr(u,Ji)]);do s.push(l),l+=i,c==10&&!si.has(l)&&(l=Z(l,si.get(i))),l>=u&&(i=l,u=i*c,c==10&&(u=Ji[mr(u,Ji)]));while(l<=r);return s}function Ga(e,t,n,r,i,a,o){let s=e.scales[e.axes[t].scale].asinh,c=r>s?Wa(e,t,zr(s,n),r,i):[s],l=r>=0&&n<=0?[0]:[];return(n<-s?Wa(e,t,zr(s,-r),-n,i):[s]).reverse().map(e=>-e).concat(l,c)}var Ka=/./,qa=/[12357]/,Ja=/[125]/,Ya=/1/,Xa=(e,t,n,r)=>e.map((e,i)=>t==4&&e==0||i%r==0&&n.test(e.toExponential()[+(e<0)])?e:null);function Za(e,t,n,r,i){let a=e.axes[n],o=a.scale,s=e.scales[o],c=e.valToPos,l=a._space,u=c(10,o),d=c(9,o)-u>=l?Ka:c(7,o)-u>=l?qa:c(5,o)-u>=l?Ja:Ya;if(d==Ya){let e=Pr(c(1,o)-u);if(e<l)return Xa(t.slice().reverse(),s.distr,d,Lr(l/e)).reverse()}return Xa(t,s.distr,d,1)}function Qa(e,t,n,r,i){let a=e.axes[n],o=a.scale,s=a._space,c=e.valToPos,l=Pr(c(1,o)-c(2,o));return l<s?Xa(t.slice().reverse(),3,Ka,Lr(s/l)).reverse():t}function $a(e,t,n,r){return r==null?qn:t==null?``:jr(t)}var eo={show:!0,scale:`y`,stroke:Fn,space:30,gap:5,alignTo:1,size:50,labelGap:0,labelSize:30,labelFont:Ia,side:3,grid:Ma,ticks:Na,border:Pa,font:Fa,lineGap:La,rotate:0};function to(e,t){return Z((3+(e||1)*2)*t,3)}function no(e,t){let{scale:n,idxs:r}=e.series[0],i=e._data[0],a=e.valToPos(i[r[0]],n,!0),o=Pr(e.valToPos(i[r[1]],n,!0)-a)/(e.series[t].points.space*q);return r[1]-r[0]<=o}var ro={scale:null,auto:!0,sorted:0,min:Kr,max:-1/0},io=(e,t,n,r,i)=>i,ao={show:!0,auto:!0,sorted:0,gaps:io,alpha:1,facets:[Si({},ro,{scale:`x`}),Si({},ro,{scale:`y`})]},oo={scale:`y`,auto:!0,sorted:0,show:!0,spanGaps:!1,gaps:io,alpha:1,points:{show:no,filter:null},values:null,min:Kr,max:-1/0,idxs:[],path:null,clip:null};function so(e,t,n,r,i){return n/10}var co={time:K,auto:!0,distr:1,log:10,asinh:1,min:null,max:null,dir:1,ori:0},lo=Si({},co,{time:!1,ori:1}),uo={};function fo(e,t){let n=uo[e];return n||(n={key:e,plots:[],sub(e){n.plots.push(e)},unsub(e){n.plots=n.plots.filter(t=>t!=e)},pub(e,t,r,i,a,o,s){for(let c=0;c<n.plots.length;c++)n.plots[c]!=t&&n.plots[c].pub(e,t,r,i,a,o,s)}},e!=null&&(uo[e]=n)),n}var po=1,mo=2;function ho(e,t,n){let r=e.mode,i=e.series[t],a=r==2?e._data[t]:e._data,o=e.scales,s=e.bbox,c=a[0],l=r==2?a[1]:a[t],u=r==2?o[i.facets[0].scale]:o[e.series[0].scale],d=r==2?o[i.facets[1].scale]:o[i.scale],f=s.left,p=s.top,m=s.width,h=s.height,g=e.valToPosH,_=e.valToPosV;return u.ori==0?n(i,c,l,u,d,g,_,f,p,m,h,wo,Eo,Oo,Ao,Mo):n(i,c,l,u,d,_,g,p,f,h,m,To,Do,ko,jo,No)}function go(e,t){let n=0,r=0,i=Y(e.bands,di);for(let e=0;e<i.length;e++){let a=i[e];a.series[0]==t?n=a.dir:a.series[1]==t&&(a.dir==1?r|=1:r|=2)}return[n,r==1?-1:r==2?1:r==3?2:0]}function _o(e,t,n,r,i){let a=e.mode,o=e.series[t],s=a==2?o.facets[1].scale:o.scale,c=e.scales[s];return i==-1?c.min:i==1?c.max:c.distr==3?c.dir==1?c.min:c.max:0}function vo(e,t,n,r,i,a){return ho(e,t,(e,t,o,s,c,l,u,d,f,p,m)=>{let h=e.pxRound,g=s.dir*(s.ori==0?1:-1),_=s.ori==0?Eo:Do,v,y;g==1?(v=n,y=r):(v=r,y=n);let b=h(l(t[v],s,p,d)),x=h(u(o[v],c,m,f)),S=h(l(t[y],s,p,d)),C=h(u(a==1?c.max:c.min,c,m,f)),w=new Path2D(i);return _(w,S,C),_(w,b,C),_(w,b,x),w})}function yo(e,t,n,r,i,a){let o=null;if(e.length>0){o=new Path2D;let s=t==0?Oo:ko,c=n;for(let t=0;t<e.length;t++){let n=e[t];if(n[1]>n[0]){let e=n[0]-c;e>0&&s(o,c,r,e,r+a),c=n[1]}}let l=n+i-c;l>0&&s(o,c,r-5,l,r+a+10)}return o}function bo(e,t,n){let r=e[e.length-1];r&&r[0]==t?r[1]=n:e.push([t,n])}function xo(e,t,n,r,i,a,o){let s=[],c=e.length;for(let l=i==1?n:r;l>=n&&l<=r;l+=i)if(t[l]===null){let u=l,d=l;if(i==1)for(;++l<=r&&t[l]===null;)d=l;else for(;--l>=n&&t[l]===null;)d=l;let f=a(e[u]),p=d==u?f:a(e[d]),m=u-i;f=o<=0&&m>=0&&m<c?a(e[m]):f;let h=d+i;p=o>=0&&h>=0&&h<c?a(e[h]):p,p>=f&&s.push([f,p])}return s}function So(e){return e==0?Zr:e==1?Ir:t=>ii(t,e)}function Co(e){let t=e==0?wo:To,n=e==0?(e,t,n,r,i,a)=>{e.arcTo(t,n,r,i,a)}:(e,t,n,r,i,a)=>{e.arcTo(n,t,i,r,a)},r=e==0?(e,t,n,r,i)=>{e.rect(t,n,r,i)}:(e,t,n,r,i)=>{e.rect(n,t,i,r)};return(e,i,a,o,s,c=0,l=0)=>{c==0&&l==0?r(e,i,a,o,s):(c=Rr(c,o/2,s/2),l=Rr(l,o/2,s/2),t(e,i+c,a),n(e,i+o,a,i+o,a+s,c),n(e,i+o,a+s,i,a+s,l),n(e,i,a+s,i,a,l),n(e,i,a,i+o,a,c),e.closePath())}}var wo=(e,t,n)=>{e.moveTo(t,n)},To=(e,t,n)=>{e.moveTo(n,t)},Eo=(e,t,n)=>{e.lineTo(t,n)},Do=(e,t,n)=>{e.lineTo(n,t)},Oo=Co(0),ko=Co(1),Ao=(e,t,n,r,i,a)=>{e.arc(t,n,r,i,a)},jo=(e,t,n,r,i,a)=>{e.arc(n,t,r,i,a)},Mo=(e,t,n,r,i,a,o)=>{e.bezierCurveTo(t,n,r,i,a,o)},No=(e,t,n,r,i,a,o)=>{e.bezierCurveTo(n,t,i,r,o,a)};function Po(e){return(e,t,n,r,i)=>ho(e,t,(t,a,o,s,c,l,u,d,f,p,m)=>{let{pxRound:h,points:g}=t,_,v;s.ori==0?(_=wo,v=Ao):(_=To,v=jo);let y=Z(g.width*q,3),b=(g.size-g.width)/2*q,x=Z(b*2,3),S=new Path2D,C=new Path2D,{left:w,top:ee,width:T,height:E}=e.bbox;Oo(C,w-x,ee-x,T+x*2,E+x*2);let D=e=>{if(o[e]!=null){let t=h(l(a[e],s,p,d)),n=h(u(o[e],c,m,f));_(S,t+b,n),v(S,t,n,b,0,Nr*2)}};if(i)i.forEach(D);else for(let e=n;e<=r;e++)D(e);return{stroke:y>0?S:null,fill:S,clip:C,flags:3}})}function Fo(e){return(t,n,r,i,a,o)=>{r!=i&&(a!=r&&o!=r&&e(t,n,r),a!=i&&o!=i&&e(t,n,i),e(t,n,o))}}var Io=Fo(Eo),Lo=Fo(Do);function Ro(e){let t=Y(e?.alignGaps,0);return(e,n,r,i)=>ho(e,n,(a,o,s,c,l,u,d,f,p,m,h)=>{[r,i]=vr(s,r,i);let g=a.pxRound,_=e=>g(u(e,c,m,f)),v=e=>g(d(e,l,h,p)),y,b;c.ori==0?(y=Eo,b=Io):(y=Do,b=Lo);let x=c.dir*(c.ori==0?1:-1),S={stroke:new Path2D,fill:null,clip:null,band:null,gaps:null,flags:po},C=S.stroke,w=!1;if(i-r>=m*4){let t=t=>e.posToVal(t,c.key,!0),n=null,a=null,l,u,d,f=_(o[x==1?r:i]),p=_(o[r]),m=_(o[i]),h=t(x==1?p+1:m-1);for(let e=x==1?r:i;e>=r&&e<=i;e+=x){let r=o[e],i=(x==1?r<h:r>h)?f:_(r),c=s[e];i==f?c==null?c===null&&(w=!0):(u=c,n==null?(y(C,i,v(u)),l=n=a=u):u<n?n=u:u>a&&(a=u)):(n!=null&&b(C,f,v(n),v(a),v(l),v(u)),c==null?(n=a=null,c===null&&(w=!0)):(u=c,y(C,i,v(u)),n=a=l=u),f=i,h=t(f+x))}n!=null&&n!=a&&d!=f&&b(C,f,v(n),v(a),v(l),v(u))}else for(let e=x==1?r:i;e>=r&&e<=i;e+=x){let t=s[e];t===null?w=!0:t!=null&&y(C,_(o[e]),v(t))}let[ee,T]=go(e,n);if(a.fill!=null||ee!=0){let t=S.fill=new Path2D(C),s=v(a.fillTo(e,n,a.min,a.max,ee)),c=_(o[r]),l=_(o[i]);x==-1&&([l,c]=[c,l]),y(t,l,s),y(t,c,s)}if(!a.spanGaps){let l=[];w&&l.push(...xo(o,s,r,i,x,_,t)),S.gaps=l=a.gaps(e,n,r,i,l),S.clip=yo(l,c.ori,f,p,m,h)}return T!=0&&(S.band=T==2?[vo(e,n,r,i,C,-1),vo(e,n,r,i,C,1)]:vo(e,n,r,i,C,T)),S})}function zo(e){let t=Y(e.align,1),n=Y(e.ascDesc,!1),r=Y(e.alignGaps,0),i=Y(e.extend,!1);return(e,a,o,s)=>ho(e,a,(c,l,u,d,f,p,m,h,g,_,v)=>{[o,s]=vr(u,o,s);let y=c.pxRound,{left:b,width:x}=e.bbox,S=e=>y(p(e,d,_,h)),C=e=>y(m(e,f,v,g)),w=d.ori==0?Eo:Do,ee={stroke:new Path2D,fill:null,clip:null,band:null,gaps:null,flags:po},T=ee.stroke,E=d.dir*(d.ori==0?1:-1),D=C(u[E==1?o:s]),O=S(l[E==1?o:s]),te=O,k=O;i&&t==-1&&(k=b,w(T,k,D)),w(T,O,D);for(let e=E==1?o:s;e>=o&&e<=s;e+=E){let n=u[e];if(n==null)continue;let r=S(l[e]),i=C(n);t==1?w(T,r,D):w(T,te,i),w(T,r,i),D=i,te=r}let A=te;i&&t==1&&(A=b+x,w(T,A,D));let[ne,re]=go(e,a);if(c.fill!=null||ne!=0){let t=ee.fill=new Path2D(T),n=C(c.fillTo(e,a,c.min,c.max,ne));w(t,A,n),w(t,k,n)}if(!c.spanGaps){let i=[];i.push(...xo(l,u,o,s,E,S,r));let f=c.width*q/2,p=n||t==1?f:-f,m=n||t==-1?-f:f;i.forEach(e=>{e[0]+=p,e[1]+=m}),ee.gaps=i=c.gaps(e,a,o,s,i),ee.clip=yo(i,d.ori,h,g,_,v)}return re!=0&&(ee.band=re==2?[vo(e,a,o,s,T,-1),vo(e,a,o,s,T,1)]:vo(e,a,o,s,T,re)),ee})}function Bo(e,t,n,r,i,a,o=Kr){if(e.length>1){let s=null;for(let c=0,l=1/0;c<e.length;c++)if(t[c]!==void 0){if(s!=null){let t=Pr(e[c]-e[s]);t<l&&(l=t,o=Pr(n(e[c],r,i,a)-n(e[s],r,i,a)))}s=c}}return o}function Vo(e){e||=ui;let t=Y(e.size,[.6,Kr,1]),n=e.align||0,r=e.gap||0,i=e.radius;i=i==null?[0,0]:typeof i==`number`?[i,0]:i;let a=X(i),o=1-t[0],s=Y(t[1],Kr),c=Y(t[2],1),l=Y(e.disp,ui),u=Y(e.each,e=>{}),{fill:d,stroke:f}=l;return(e,t,i,p)=>ho(e,t,(m,h,g,_,v,y,b,x,S,C,w)=>{let ee=m.pxRound,T=n,E=r*q,D=s*q,O=c*q,te,k;_.ori==0?[te,k]=a(e,t):[k,te]=a(e,t);let A=_.dir*(_.ori==0?1:-1),ne=_.ori==0?Oo:ko,re=_.ori==0?u:(e,t,n,r,i,a,o)=>{u(e,t,n,i,r,o,a)},ie=Y(e.bands,di).find(e=>e.series[0]==t),ae=ie==null?0:ie.dir,oe=m.fillTo(e,t,m.min,m.max,ae),j=ee(b(oe,v,w,S)),M,se,N,P=C,F=ee(m.width*q),ce=!1,le=null,I=null,ue=null,de=null;d!=null&&(F==0||f!=null)&&(ce=!0,le=d.values(e,t,i,p),I=new Map,new Set(le).forEach(e=>{e!=null&&I.set(e,new Path2D)}),F>0&&(ue=f.values(e,t,i,p),de=new Map,new Set(ue).forEach(e=>{e!=null&&de.set(e,new Path2D)})));let{x0:L,size:fe}=l;if(L!=null&&fe!=null){T=1,h=L.values(e,t,i,p),L.unit==2&&(h=h.map(t=>e.posToVal(x+t*C,_.key,!0)));let n=fe.values(e,t,i,p);se=fe.unit==2?n[0]*C:y(n[0],_,C,x)-y(0,_,C,x),P=Bo(h,g,y,_,C,x,P),N=P-se+E}else P=Bo(h,g,y,_,C,x,P),N=P*o+E,se=P-N;N<1&&(N=0),F>=se/2&&(F=0),N<5&&(ee=Zr);let pe=N>0,me=P-N-(pe?F:0);se=ee(Jr(me,O,D)),M=(T==0?se/2:T==A?0:se)-T*A*((T==0?E/2:0)+(pe?F/2:0));let he={stroke:null,fill:null,clip:null,band:null,gaps:null,flags:0},ge=ce?null:new Path2D,_e=null;if(ie!=null)_e=e.data[ie.series[1]];else{let{y0:n,y1:r}=l;n!=null&&r!=null&&(g=r.values(e,t,i,p),_e=n.values(e,t,i,p))}let ve=te*se,ye=k*se;for(let n=A==1?i:p;n>=i&&n<=p;n+=A){let r=g[n];if(r==null)continue;if(_e!=null){let e=_e[n]??0;if(r-e==0)continue;j=b(e,v,w,S)}let i=y(_.distr!=2||l!=null?h[n]:n,_,C,x),a=b(Y(r,oe),v,w,S),o=ee(i-M),s=ee(zr(a,j)),c=ee(Rr(a,j)),u=s-c;if(r!=null){let i=r<0?ye:ve,a=r<0?ve:ye;ce?(F>0&&ue[n]!=null&&ne(de.get(ue[n]),o,c+Fr(F/2),se,zr(0,u-F),i,a),le[n]!=null&&ne(I.get(le[n]),o,c+Fr(F/2),se,zr(0,u-F),i,a)):ne(ge,o,c+Fr(F/2),se,zr(0,u-F),i,a),re(e,t,n,o-F/2,c,se+F,u)}}return F>0?he.stroke=ce?de:ge:ce||(he._fill=m.width==0?m._fill:m._stroke??m._fill,he.width=0),he.fill=ce?I:ge,he})}function Ho(e,t){let n=Y(t?.alignGaps,0);return(t,r,i,a)=>ho(t,r,(o,s,c,l,u,d,f,p,m,h,g)=>{[i,a]=vr(c,i,a);let _=o.pxRound,v=e=>_(d(e,l,h,p)),y=e=>_(f(e,u,g,m)),b,x,S;l.ori==0?(b=wo,S=Eo,x=Mo):(b=To,S=Do,x=No);let C=l.dir*(l.ori==0?1:-1),w=v(s[C==1?i:a]),ee=w,T=[],E=[];for(let e=C==1?i:a;e>=i&&e<=a;e+=C)if(c[e]!=null){let t=s[e],n=v(t);T.push(ee=n),E.push(y(c[e]))}let D={stroke:e(T,E,b,S,x,_),fill:null,clip:null,band:null,gaps:null,flags:po},O=D.stroke,[te,k]=go(t,r);if(o.fill!=null||te!=0){let e=D.fill=new Path2D(O),n=y(o.fillTo(t,r,o.min,o.max,te));S(e,ee,n),S(e,w,n)}if(!o.spanGaps){let e=[];e.push(...xo(s,c,i,a,C,v,n)),D.gaps=e=o.gaps(t,r,i,a,e),D.clip=yo(e,l.ori,p,m,h,g)}return k!=0&&(D.band=k==2?[vo(t,r,i,a,O,-1),vo(t,r,i,a,O,1)]:vo(t,r,i,a,O,k)),D})}function Uo(e){return Ho(Wo,e)}function Wo(e,t,n,r,i,a){let o=e.length;if(o<2)return null;let s=new Path2D;if(n(s,e[0],t[0]),o==2)r(s,e[1],t[1]);else{let n=Array(o),r=Array(o-1),a=Array(o-1),c=Array(o-1);for(let n=0;n<o-1;n++)a[n]=t[n+1]-t[n],c[n]=e[n+1]-e[n],r[n]=a[n]/c[n];n[0]=r[0];for(let e=1;e<o-1;e++)r[e]===0||r[e-1]===0||r[e-1]>0!=r[e]>0?n[e]=0:(n[e]=3*(c[e-1]+c[e])/((2*c[e]+c[e-1])/r[e-1]+(c[e]+2*c[e-1])/r[e]),isFinite(n[e])||(n[e]=0));n[o-1]=r[o-2];for(let r=0;r<o-1;r++)i(s,e[r]+c[r]/3,t[r]+n[r]*c[r]/3,e[r+1]-c[r]/3,t[r+1]-n[r+1]*c[r]/3,e[r+1],t[r+1])}return s}var Go=new Set;function Ko(){for(let e of Go)e.syncRect(!0)}Jn&&(fr(Un,Xn,Ko),fr(Wn,Xn,Ko,!0),fr(Kn,Xn,()=>{cs.pxRatio=q}));var qo=Ro(),Jo=Po();function Yo(e,t,n,r){return(r?[e[0],e[1]].concat(e.slice(2)):[e[0]].concat(e.slice(1))).map((e,r)=>Zo(e,r,t,n))}function Xo(e,t){return e.map((e,n)=>n==0?{}:Si({},t,e))}function Zo(e,t,n,r){return Si({},t==0?n:r,e)}function Qo(e,t,n){return t==null?fi:[t,n]}var $o=Qo;function es(e,t,n){return t==null?fi:Dr(t,n,Cr,!0)}function ts(e,t,n,r){return t==null?fi:xr(t,n,e.scales[r].log,!1)}var ns=ts;function rs(e,t,n,r){return t==null?fi:Sr(t,n,e.scales[r].log,!1)}var is=rs;function as(e,t,n,r,i){let a=zr(qr(e),qr(t)),o=t-e,s=mr(i/r*o,n);do{let e=n[s],t=r*e/o;if(t>=i&&a+(e<5?si.get(e):0)<=17)return[e,t]}while(++s<n.length);return[0,0]}function os(e){let t,n;return e=e.replace(/(\d+)px/,(e,r)=>(t=Ir((n=+r)*q))+`px`),[e,t,n]}function ss(e){e.show&&[e.font,e.labelFont].forEach(e=>{let t=Z(e[2]*q,1);e[0]=e[0].replace(/[0-9.]+px/,t+`px`),e[1]=t})}function cs(e,t,n){let r={mode:Y(e.mode,1)},i=r.mode;function a(e,t,n,r){let i=t.valToPct(e);return r+n*(t.dir==-1?1-i:i)}function o(e,t,n,r){let i=t.valToPct(e);return r+n*(t.dir==-1?i:1-i)}function s(e,t,n,r){return t.ori==0?a(e,t,n,r):o(e,t,n,r)}r.valToPosH=a,r.valToPosV=o;let c=!1;r.status=0;let l=r.root=rr(ln);if(e.id!=null&&(l.id=e.id),er(l,e.class),e.title){let t=rr(fn,l);t.textContent=e.title}let u=nr(`canvas`),d=r.ctx=u.getContext(`2d`),f=rr(pn,l);fr(`click`,f,e=>{e.target===m&&(W!=en||G!=tn)&&on.click(r,e)},!0);let p=r.under=rr(mn,f);f.appendChild(u);let m=r.over=rr(hn,f);e=xi(e);let h=+Y(e.pxAlign,1),g=So(h);(e.plugins||[]).forEach(t=>{t.opts&&(e=t.opts(r,e)||e)});let _=e.ms||.001,v=r.series=i==1?Yo(e.series||[],Va,oo,!1):Xo(e.series||[null],ao),y=r.axes=Yo(e.axes||[],Ra,eo,!0),b=r.scales={},x=r.bands=e.bands||[];x.forEach(e=>{e.fill=X(e.fill||null),e.dir=Y(e.dir,-1)});let S=i==2?v[1].facets[0].scale:v[0].scale,C={axes:Rt,series:Dt},w=(e.drawOrder||[`axes`,`series`]).map(e=>C[e]);function ee(e){let t=e.distr==3?t=>Hr(t>0?t:e.clamp(r,t,e.min,e.max,e.key)):e.distr==4?t=>Gr(t,e.asinh):e.distr==100?t=>e.fwd(t):e=>e;return n=>{let r=t(n),{_min:i,_max:a}=e,o=a-i;return(r-i)/o}}function T(t){let n=b[t];if(n==null){let r=(e.scales||ui)[t]||ui;if(r.from!=null){T(r.from);let e=Si({},b[r.from],r,{key:t});e.valToPct=ee(e),b[t]=e}else{n=b[t]=Si({},t==S?co:lo,r),n.key=t;let e=n.time,a=n.range,o=pi(a);if((t!=S||i==2&&!e)&&(o&&(a[0]==null||a[1]==null)&&(a={min:a[0]==null?wr:{mode:1,hard:a[0],soft:a[0]},max:a[1]==null?wr:{mode:1,hard:a[1],soft:a[1]}},o=!1),!o&&_i(a))){let e=a;a=(t,n,r)=>n==null?fi:Dr(n,r,e)}n.range=X(a||(e?$o:t==S?n.distr==3?ns:n.distr==4?is:Qo:n.distr==3?ts:n.distr==4?rs:es)),n.auto=X(!o&&n.auto),n.clamp=X(n.clamp||so),n._min=n._max=null,n.valToPct=ee(n)}}}T(`x`),T(`y`),i==1&&v.forEach(e=>{T(e.scale)}),y.forEach(e=>{T(e.scale)});for(let t in e.scales)T(t);let E=b[S],D=E.distr,O,te;E.ori==0?(er(l,un),O=a,te=o):(er(l,dn),O=o,te=a);let k={};for(let e in b){let t=b[e];(t.min!=null||t.max!=null)&&(k[e]={min:t.min,max:t.max},t.min=t.max=null)}let A=e.tzDate||(e=>new Date(Ir(e/_))),ne=e.fmtDate||Bi,re=_==1?ca(A):da(A),ie=pa(A,fa(_==1?sa:ua,ne)),ae=va(A,ga(_a,ne)),oe=[],j=r.legend=Si({},xa,e.legend),M=r.cursor=Si({},Aa,{drag:{y:i==2}},e.cursor),se=j.show,N=M.show,P=j.markers;j.idxs=oe,P.width=X(P.width),P.dash=X(P.dash),P.stroke=X(P.stroke),P.fill=X(P.fill);let F,ce,le,I=[],ue=[],de,L=!1,fe={};if(j.live){let e=v[1]?v[1].values:null;L=e!=null,de=L?e(r,1,0):{_:0};for(let e in de)fe[e]=qn}if(se){if(F=nr(`table`,Sn,l),le=nr(`tbody`,null,F),j.mount(r,F),L){ce=nr(`thead`,null,F,le);let e=nr(`tr`,null,ce);for(var pe in nr(`th`,null,e),de)nr(`th`,Dn,e).textContent=pe}else er(F,wn),j.live&&er(F,Cn)}let me={show:!0},he={show:!1};function ge(e,t){if(t==0&&(L||!j.live||i==2))return fi;let n=[],a=nr(`tr`,Tn,le,le.childNodes[t]);er(a,e.class),e.show||er(a,_n);let o=nr(`th`,null,a);if(P.show){let e=rr(En,o);if(t>0){let n=P.width(r,t);n&&(e.style.border=n+`px `+P.dash(r,t)+` `+P.stroke(r,t)),e.style.background=P.fill(r,t)}}let s=rr(Dn,o);for(var c in e.label instanceof HTMLElement?s.appendChild(e.label):s.textContent=e.label,t>0&&(P.show||(s.style.color=e.width>0?P.stroke(r,t):P.fill(r,t)),ve(`click`,o,t=>{if(M._lock)return;Ue(t);let n=v.indexOf(e);if((t.ctrlKey||t.metaKey)!=j.isolate){let e=v.some((e,t)=>t>0&&t!=n&&e.show);v.forEach((t,r)=>{r>0&&Jn(r,e?r==n?me:he:me,!0,ki.setSeries)})}else Jn(n,{show:!e.show},!0,ki.setSeries)},!1),V&&ve(Bn,o,t=>{M._lock||(Ue(t),Jn(v.indexOf(e),dr,!0,ki.setSeries))},!1)),de){let e=nr(`td`,On,a);e.textContent=`--`,n.push(e)}return[a,n]}let _e=new Map;function ve(e,t,n,i=!0){let a=_e.get(t)||{},o=M.bind[e](r,t,n,i);o&&(fr(e,t,a[e]=o),_e.set(t,a))}function ye(e,t,n){let r=_e.get(t)||{};for(let n in r)(e==null||n==e)&&(pr(n,t,r[n]),delete r[n]);e??_e.delete(t)}let be=0,xe=0,R=0,z=0,Se=0,Ce=0,we=Se,Te=Ce,Ee=R,De=z,Oe=0,ke=0,Ae=0,B=0;r.bbox={};let je=!1,Me=!1,Ne=!1,Pe=!1,Fe=!1,Ie=!1;function Le(e,t,n){(n||e!=r.width||t!=r.height)&&Re(e,t),zt(!1),Ne=!0,Me=!0,Wt()}function Re(e,t){r.width=be=R=e,r.height=xe=z=t,Se=Ce=0,Ve(),He();let n=r.bbox;Oe=n.left=ii(Se*q,.5),ke=n.top=ii(Ce*q,.5),Ae=n.width=ii(R*q,.5),B=n.height=ii(z*q,.5)}function ze(){let e=!1,t=0;for(;!e;){t++;let n=It(t),i=Lt(t);e=t==3||n&&i,e||(Re(r.width,r.height),Me=!0)}}function Be({width:e,height:t}){Le(e,t)}r.setSize=Be;function Ve(){let e=!1,t=!1,n=!1,r=!1;y.forEach((i,a)=>{if(i.show&&i._show){let{side:a,_size:o}=i,s=a%2,c=o+(i.label==null?0:i.labelSize);c>0&&(s?(R-=c,a==3?(Se+=c,r=!0):n=!0):(z-=c,a==0?(Ce+=c,e=!0):t=!0))}}),et[0]=e,et[1]=n,et[2]=t,et[3]=r,R-=it[1]+it[3],Se+=it[3],z-=it[2]+it[0],Ce+=it[0]}function He(){let e=Se+R,t=Ce+z,n=Se,r=Ce;function i(i,a){switch(i){case 1:return e+=a,e-a;case 2:return t+=a,t-a;case 3:return n-=a,n+a;case 0:return r-=a,r+a}}y.forEach((e,t)=>{if(e.show&&e._show){let t=e.side;e._pos=i(t,e._size),e.label!=null&&(e._lpos=i(t,e.labelSize))}})}if(M.dataIdx==null){let e=M.hover,n=e.skip=new Set(e.skip??[]);n.add(void 0);let r=e.prox=X(e.prox),i=e.bias??=0;M.dataIdx=(e,a,o,s)=>{if(a==0)return o;let c=o,l=r(e,a,o,s)??Kr,u=l>=0&&l<Kr,d=E.ori==0?R:z,f=M.left,p=t[0],m=t[a];if(n.has(m[o])){c=null;let e=null,t=null,r;if(i==0||i==-1)for(r=o;e==null&&r-->0;)n.has(m[r])||(e=r);if(i==0||i==1)for(r=o;t==null&&r++<m.length;)n.has(m[r])||(t=r);if(e!=null||t!=null){if(u){let n=e==null?-1/0:O(p[e],E,d,0),r=t==null?1/0:O(p[t],E,d,0),i=f-n,a=r-f;i<=a?i<=l&&(c=e):a<=l&&(c=t)}else c=t==null?e:e==null?t:o-e<=t-o?e:t}}else u&&Pr(f-O(p[o],E,d,0))>l&&(c=null);return c}}let Ue=e=>{M.event=e};M.idxs=oe,M._lock=!1;let We=M.points;We.show=X(We.show),We.size=X(We.size),We.stroke=X(We.stroke),We.width=X(We.width),We.fill=X(We.fill);let Ge=r.focus=Si({},e.focus||{alpha:.3},M.focus),V=Ge.prox>=0,Ke=V&&We.one,qe=[],Je=[],Ye=[];function Xe(e,t){let n=We.show(r,t);if(n instanceof HTMLElement)return er(n,xn),er(n,e.class),ar(n,-10,-10,R,z),m.insertBefore(n,qe[t]),n}function Ze(e,t){if(i==1||t>0){let t=i==1&&b[e.scale].time,n=e.value;e.value=t?gi(n)?va(A,ga(n,ne)):n||ae:n||$a,e.label=e.label||(t?Ba:za)}if(Ke||t>0){e.width=e.width==null?1:e.width,e.paths=e.paths||qo||$r,e.fillTo=X(e.fillTo||_o),e.pxAlign=+Y(e.pxAlign,h),e.pxRound=So(e.pxAlign),e.stroke=X(e.stroke||null),e.fill=X(e.fill||null),e._stroke=e._fill=e._paths=e._focus=null;let t=to(zr(1,e.width),1),n=e.points=Si({},{size:t,width:zr(1,t*.2),stroke:e.stroke,space:t*2,paths:Jo,_stroke:null,_fill:null},e.points);n.show=X(n.show),n.filter=X(n.filter),n.fill=X(n.fill),n.stroke=X(n.stroke),n.paths=X(n.paths),n.pxAlign=e.pxAlign}if(se){let n=ge(e,t);I.splice(t,0,n[0]),ue.splice(t,0,n[1]),j.values.push(null)}if(N){oe.splice(t,0,null);let n=null;Ke?t==0&&(n=Xe(e,t)):t>0&&(n=Xe(e,t)),qe.splice(t,0,n),Je.splice(t,0,0),Ye.splice(t,0,0)}Ei(`addSeries`,t)}function Qe(e,t){t??=v.length,e=i==1?Zo(e,t,Va,oo):Zo(e,t,{},ao),v.splice(t,0,e),Ze(v[t],t)}r.addSeries=Qe;function $e(e){if(v.splice(e,1),se){j.values.splice(e,1),ue.splice(e,1);let t=I.splice(e,1)[0];ye(null,t.firstChild),t.remove()}N&&(oe.splice(e,1),qe.splice(e,1)[0].remove(),Je.splice(e,1),Ye.splice(e,1)),Ei(`delSeries`,e)}r.delSeries=$e;let et=[!1,!1,!1,!1];function tt(e,t){if(e._show=e.show,e.show){let n=e.side%2,i=b[e.scale];i??=(e.scale=n?v[1].scale:S,b[e.scale]);let a=i.time;e.size=X(e.size),e.space=X(e.space),e.rotate=X(e.rotate),pi(e.incrs)&&e.incrs.forEach(e=>{!si.has(e)&&si.set(e,ci(e))}),e.incrs=X(e.incrs||(i.distr==2?qi:a?_==1?oa:la:Ji)),e.splits=X(e.splits||(a&&i.distr==1?re:i.distr==3?Wa:i.distr==4?Ga:Ua)),e.stroke=X(e.stroke),e.grid.stroke=X(e.grid.stroke),e.ticks.stroke=X(e.ticks.stroke),e.border.stroke=X(e.border.stroke);let o=e.values;e.values=pi(o)&&!pi(o[0])?X(o):a?pi(o)?pa(A,fa(o,ne)):gi(o)?ma(A,o):o||ie:o||Ha,e.filter=X(e.filter||(i.distr>=3&&i.log==10?Za:i.distr==3&&i.log==2?Qa:Qr)),e.font=os(e.font),e.labelFont=os(e.labelFont),e._size=e.size(r,null,t,0),e._space=e._rotate=e._incrs=e._found=e._splits=e._values=null,e._size>0&&(et[t]=!0,e._el=rr(gn,f))}}function nt(e,t,n,r){let[i,a,o,s]=n,c=t%2,l=0;return c==0&&(s||a)&&(l=t==0&&!i||t==2&&!o?Ir(Ra.size/3):0),c==1&&(i||o)&&(l=t==1&&!a||t==3&&!s?Ir(eo.size/2):0),l}let rt=r.padding=(e.padding||[nt,nt,nt,nt]).map(e=>X(Y(e,nt))),it=r._padding=rt.map((e,t)=>e(r,t,et,0)),at,H=null,ot=null,st=i==1?v[0].idxs:null,ct=null,lt=!1;function ut(e,n){if(t=e??[],r.data=r._data=t,i==2){at=0;for(let e=1;e<v.length;e++)at+=t[e][0].length}else{t.length==0&&(r.data=r._data=t=[[]]),ct=t[0],at=ct.length;let e=t;if(D==2){e=t.slice();let n=e[0]=Array(at);for(let e=0;e<at;e++)n[e]=e}r._data=t=e}if(zt(!0),Ei(`setData`),D==2&&(Ne=!0),n!==!1){let e=E;e.auto(r,lt)?U():Gn(S,e.min,e.max),Pe||=M.left>=0,Ie=!0,Wt()}}r.setData=ut;function U(){lt=!0;let e,n;i==1&&(at>0?(H=st[0]=0,ot=st[1]=at-1,e=t[0][H],n=t[0][ot],D==2?(e=H,n=ot):e==n&&(D==3?[e,n]=xr(e,e,E.log,!1):D==4?[e,n]=Sr(e,e,E.log,!1):E.time?n=e+Ir(86400/_):[e,n]=Dr(e,n,Cr,!0))):(H=st[0]=e=null,ot=st[1]=n=null)),Gn(S,e,n)}let dt,ft,pt,mt,ht,gt,_t,vt,yt,bt;function xt(e,t,n,r,i,a){e??=In,n??=di,r??=`butt`,i??=In,a??=`round`,e!=dt&&(d.strokeStyle=dt=e),i!=ft&&(d.fillStyle=ft=i),t!=pt&&(d.lineWidth=pt=t),a!=ht&&(d.lineJoin=ht=a),r!=gt&&(d.lineCap=gt=r),n!=mt&&d.setLineDash(mt=n)}function St(e,t,n,r){t!=ft&&(d.fillStyle=ft=t),e!=_t&&(d.font=_t=e),n!=vt&&(d.textAlign=vt=n),r!=yt&&(d.textBaseline=yt=r)}function Ct(e,t,n,i,a=0){if(i.length>0&&e.auto(r,lt)&&(t==null||t.min==null)){let t=Y(H,0),r=Y(ot,i.length-1),o=n.min==null?br(i,t,r,a,e.distr==3):[n.min,n.max];e.min=Rr(e.min,n.min=o[0]),e.max=zr(e.max,n.max=o[1])}}let wt={min:null,max:null};function Tt(){for(let e in b){let t=b[e];k[e]==null&&(t.min==null||k[S]!=null&&t.auto(r,lt))&&(k[e]=wt)}for(let e in b){let t=b[e];k[e]==null&&t.from!=null&&k[t.from]!=null&&(k[e]=wt)}k[S]!=null&&zt(!0);let e={};for(let t in k){let n=k[t];if(n!=null){let a=e[t]=xi(b[t],vi);if(n.min!=null)Si(a,n);else if(t!=S||i==2){if(at==0&&a.from==null){let e=a.range(r,null,null,t);a.min=e[0],a.max=e[1]}else a.min=Kr,a.max=-1/0}}}if(at>0){v.forEach((n,a)=>{if(i==1){let i=n.scale,o=k[i];if(o==null)return;let s=e[i];if(a==0){let e=s.range(r,s.min,s.max,i);s.min=e[0],s.max=e[1],H=mr(s.min,t[0]),ot=mr(s.max,t[0]),ot-H>1&&(t[0][H]<s.min&&H++,t[0][ot]>s.max&&ot--),n.min=ct[H],n.max=ct[ot]}else n.show&&n.auto&&Ct(s,o,n,t[a],n.sorted);n.idxs[0]=H,n.idxs[1]=ot}else if(a>0&&n.show&&n.auto){let[r,i]=n.facets,o=r.scale,s=i.scale,[c,l]=t[a],u=e[o],d=e[s];u!=null&&Ct(u,k[o],r,c,r.sorted),d!=null&&Ct(d,k[s],i,l,i.sorted),n.min=i.min,n.max=i.max}});for(let t in e){let n=e[t],i=k[t];if(n.from==null&&(i==null||i.min==null)){let e=n.range(r,n.min==Kr?null:n.min,n.max==-1/0?null:n.max,t);n.min=e[0],n.max=e[1]}}}for(let t in e){let n=e[t];if(n.from!=null){let i=e[n.from];if(i.min==null)n.min=n.max=null;else{let e=n.range(r,i.min,i.max,t);n.min=e[0],n.max=e[1]}}}let n={},a=!1;for(let t in e){let r=e[t],i=b[t];if(i.min!=r.min||i.max!=r.max){i.min=r.min,i.max=r.max;let e=i.distr;i._min=e==3?Hr(i.min):e==4?Gr(i.min,i.asinh):e==100?i.fwd(i.min):i.min,i._max=e==3?Hr(i.max):e==4?Gr(i.max,i.asinh):e==100?i.fwd(i.max):i.max,n[t]=a=!0}}if(a){v.forEach((e,t)=>{i==2?t>0&&n.y&&(e._paths=null):n[e.scale]&&(e._paths=null)});for(let e in n)Ne=!0,Ei(`setScale`,e);N&&M.left>=0&&(Pe=Ie=!0)}for(let e in k)k[e]=null}function Et(e){let t=Jr(H-1,0,at-1),n=Jr(ot+1,0,at-1);for(;e[t]==null&&t>0;)t--;for(;e[n]==null&&n<at-1;)n++;return[t,n]}function Dt(){if(at>0){let e=v.some(e=>e._focus)&&bt!=Ge.alpha;e&&(d.globalAlpha=bt=Ge.alpha),v.forEach((e,n)=>{if(n>0&&e.show&&(Ot(n,!1),Ot(n,!0),e._paths==null)){let a=bt;bt!=e.alpha&&(d.globalAlpha=bt=e.alpha);let o=i==2?[0,t[n][0].length-1]:Et(t[n]);e._paths=e.paths(r,n,o[0],o[1]),bt!=a&&(d.globalAlpha=bt=a)}}),v.forEach((e,t)=>{if(t>0&&e.show){let n=bt;bt!=e.alpha&&(d.globalAlpha=bt=e.alpha),e._paths!=null&&kt(t,!1);{let n=e._paths==null?null:e._paths.gaps,i=e.points.show(r,t,H,ot,n),a=e.points.filter(r,t,i,n);(i||a)&&(e.points._paths=e.points.paths(r,t,H,ot,a),kt(t,!0))}bt!=n&&(d.globalAlpha=bt=n),Ei(`drawSeries`,t)}}),e&&(d.globalAlpha=bt=1)}}function Ot(e,t){let n=t?v[e].points:v[e];n._stroke=n.stroke(r,e),n._fill=n.fill(r,e)}function kt(e,t){let n=t?v[e].points:v[e],{stroke:r,fill:i,clip:a,flags:o,_stroke:s=n._stroke,_fill:c=n._fill,_width:l=n.width}=n._paths;l=Z(l*q,3);let u=null,f=l%2/2;t&&c==null&&(c=l>0?`#fff`:s);let p=n.pxAlign==1&&f>0;if(p&&d.translate(f,f),!t){let e=Oe-l/2,t=ke-l/2,n=Ae+l,r=B+l;u=new Path2D,u.rect(e,t,n,r)}t?jt(s,l,n.dash,n.cap,c,r,i,o,a):At(e,s,l,n.dash,n.cap,c,r,i,o,u,a),p&&d.translate(-f,-f)}function At(e,n,i,a,o,s,c,l,u,d,f){let p=!1;u!=0&&x.forEach((m,h)=>{if(m.series[0]==e){let e=v[m.series[1]],g=t[m.series[1]],_=(e._paths||ui).band;pi(_)&&(_=m.dir==1?_[0]:_[1]);let y,b=null;e.show&&_&&Or(g,H,ot)?(b=m.fill(r,h)||s,y=e._paths.clip):_=null,jt(n,i,a,o,b,c,l,u,d,f,y,_),p=!0}}),p||jt(n,i,a,o,s,c,l,u,d,f)}function jt(e,t,n,r,i,a,o,s,c,l,u,f){xt(e,t,n,r,i),(c||l||f)&&(d.save(),c&&d.clip(c),l&&d.clip(l)),f?(s&3)==3?(d.clip(f),u&&d.clip(u),Nt(i,o),Mt(e,a,t)):s&mo?(Nt(i,o),d.clip(f),Mt(e,a,t)):s&po&&(d.save(),d.clip(f),u&&d.clip(u),Nt(i,o),d.restore(),Mt(e,a,t)):(Nt(i,o),Mt(e,a,t)),(c||l||f)&&d.restore()}function Mt(e,t,n){n>0&&(t instanceof Map?t.forEach((e,t)=>{d.strokeStyle=dt=t,d.stroke(e)}):t!=null&&e&&d.stroke(t))}function Nt(e,t){t instanceof Map?t.forEach((e,t)=>{d.fillStyle=ft=t,d.fill(e)}):t!=null&&e&&d.fill(t)}function Pt(e,t,n,i){let a=y[e],o;if(i<=0)o=[0,0];else{let s=a._space=a.space(r,e,t,n,i);o=as(t,n,a._incrs=a.incrs(r,e,t,n,i,s),i,s)}return a._found=o}function Ft(e,t,n,r,i,a,o,s,c,l){let u=o%2/2;h==1&&d.translate(u,u),xt(s,o,c,l,s),d.beginPath();let f,p,m,g,_=i+(r==0||r==3?-a:a);n==0?(p=i,g=_):(f=i,m=_);for(let r=0;r<e.length;r++)t[r]!=null&&(n==0?f=m=e[r]:p=g=e[r],d.moveTo(f,p),d.lineTo(m,g));d.stroke(),h==1&&d.translate(-u,-u)}function It(e){let t=!0;return y.forEach((n,i)=>{if(!n.show)return;let a=b[n.scale];if(a.min==null){n._show&&(t=!1,n._show=!1,zt(!1));return}n._show||(t=!1,n._show=!0,zt(!1));let o=n.side,s=o%2,{min:c,max:l}=a,[u,d]=Pt(i,c,l,s==0?R:z);if(d==0)return;let f=a.distr==2,p=n._splits=n.splits(r,i,c,l,u,d,f),m=a.distr==2?p.map(e=>ct[e]):p,h=a.distr==2?ct[p[1]]-ct[p[0]]:u,g=n._values=n.values(r,n.filter(r,m,i,d,h),i,d,h);n._rotate=o==2?n.rotate(r,g,i,d):0;let _=n._size;n._size=Lr(n.size(r,g,i,e)),_!=null&&n._size!=_&&(t=!1)}),t}function Lt(e){let t=!0;return rt.forEach((n,i)=>{let a=n(r,i,et,e);a!=it[i]&&(t=!1),it[i]=a}),t}function Rt(){for(let e=0;e<y.length;e++){let t=y[e];if(!t.show||!t._show)continue;let n=t.side,i=n%2,a,o,c=t.stroke(r,e),l=n==0||n==3?-1:1,[u,f]=t._found;if(t.label!=null){let s=t.labelGap*l,p=Ir((t._lpos+s)*q);St(t.labelFont[0],c,`center`,n==2?jn:Mn),d.save(),i==1?(a=o=0,d.translate(p,Ir(ke+B/2)),d.rotate((n==3?-Nr:Nr)/2)):(a=Ir(Oe+Ae/2),o=p);let m=Yr(t.label)?t.label(r,e,u,f):t.label;d.fillText(m,a,o),d.restore()}if(f==0)continue;let p=b[t.scale],m=i==0?Ae:B,h=i==0?Oe:ke,_=t._splits,v=p.distr==2?_.map(e=>ct[e]):_,x=p.distr==2?ct[_[1]]-ct[_[0]]:u,S=t.ticks,C=t.border,w=S.show?S.size:0,ee=Ir(w*q),T=Ir((t.alignTo==2?t._size-w-t.gap:t.gap)*q),E=t._rotate*-Nr/180,D=g(t._pos*q),O=D+(ee+T)*l;o=i==0?O:0,a=i==1?O:0;let te=t.font[0];St(te,c,t.align==1?Nn:t.align==2?Pn:E>0?Nn:E<0?Pn:i==0?`center`:n==3?Pn:Nn,E||i==1?`middle`:n==2?jn:Mn);let k=t.font[1]*t.lineGap,A=_.map(e=>g(s(e,p,m,h))),ne=t._values;for(let e=0;e<ne.length;e++){let t=ne[e];if(t!=null){i==0?a=A[e]:o=A[e],t=``+t;let n=t.indexOf(`
`)==-1?[t]:t.split(/\n/gm);for(let e=0;e<n.length;e++){let t=n[e];E?(d.save(),d.translate(a,o+e*k),d.rotate(E),d.fillText(t,0,0),d.restore()):d.fillText(t,a,o+e*k)}}}S.show&&Ft(A,S.filter(r,v,e,f,x),i,n,D,ee,Z(S.width*q,3),S.stroke(r,e),S.dash,S.cap);let re=t.grid;re.show&&Ft(A,re.filter(r,v,e,f,x),i,i==0?2:1,i==0?ke:Oe,i==0?B:Ae,Z(re.width*q,3),re.stroke(r,e),re.dash,re.cap),C.show&&Ft([D],[1],+(i==0),i==0?1:2,i==1?ke:Oe,i==1?B:Ae,Z(C.width*q,3),C.stroke(r,e),C.dash,C.cap)}Ei(`drawAxes`)}function zt(e){v.forEach((t,n)=>{n>0&&(t._paths=null,e&&(i==1?(t.min=null,t.max=null):t.facets.forEach(e=>{e.min=null,e.max=null})))})}let Bt=!1,Vt=!1,Ht=[];function Ut(){Vt=!1;for(let e=0;e<Ht.length;e++)Ei(...Ht[e]);Ht.length=0}function Wt(){Bt||=(Oi(Kt),!0)}function Gt(e,t=!1){Bt=!0,Vt=t,e(r),Kt(),t&&Ht.length>0&&queueMicrotask(Ut)}r.batch=Gt;function Kt(){if(je&&=(Tt(),!1),Ne&&=(ze(),!1),Me){if(J(p,Nn,Se),J(p,jn,Ce),J(p,kn,R),J(p,An,z),J(m,Nn,Se),J(m,jn,Ce),J(m,kn,R),J(m,An,z),J(f,kn,be),J(f,An,xe),u.width=Ir(be*q),u.height=Ir(xe*q),y.forEach(({_el:e,_show:t,_size:n,_pos:r,side:i})=>{if(e!=null){if(t){let t=i===3||i===0?n:0,a=i%2==1;J(e,a?`left`:`top`,r-t),J(e,a?`width`:`height`,n),J(e,a?`top`:`left`,a?Ce:Se),J(e,a?`height`:`width`,a?z:R),tr(e,_n)}else er(e,_n)}}),dt=ft=pt=ht=gt=_t=vt=yt=mt=null,bt=1,Vr(!0),Se!=we||Ce!=Te||R!=Ee||z!=De){zt(!1);let e=R/Ee,t=z/De;if(N&&!Pe&&M.left>=0){M.left*=e,M.top*=t,Xt&&ar(Xt,Ir(M.left),0,R,z),Zt&&ar(Zt,0,Ir(M.top),R,z);for(let n=0;n<qe.length;n++){let r=qe[n];r!=null&&(Je[n]*=e,Ye[n]*=t,ar(r,Lr(Je[n]),Lr(Ye[n]),R,z))}}if(K.show&&!Fe&&K.left>=0&&K.width>0){K.left*=e,K.width*=e,K.top*=t,K.height*=t;for(let e in Xr)J(Fn,e,K[e])}we=Se,Te=Ce,Ee=R,De=z}Ei(`setSize`),Me=!1}be>0&&xe>0&&(d.clearRect(0,0,u.width,u.height),Ei(`drawClear`),w.forEach(e=>e()),Ei(`draw`)),K.show&&Fe&&(Un(K),Fe=!1),N&&Pe&&(Mr(null,!0,!1),Pe=!1),j.show&&j.live&&Ie&&(Ar(),Ie=!1),c||(c=!0,r.status=1,Ei(`ready`)),lt=!1,Bt=!1}r.redraw=(e,t)=>{Ne=t||!1,e===!1?Wt():Gn(S,E.min,E.max)};function qt(e,n){let i=b[e];if(i.from==null){if(at==0){let t=i.range(r,n.min,n.max,e);n.min=t[0],n.max=t[1]}if(n.min>n.max){let e=n.min;n.min=n.max,n.max=e}if(at>1&&n.min!=null&&n.max!=null&&n.max-n.min<1e-16)return;e==S&&i.distr==2&&at>0&&(n.min=mr(n.min,t[0]),n.max=mr(n.max,t[0]),n.min==n.max&&n.max++),k[e]=n,je=!0,Wt()}}r.setScale=qt;let Jt,Yt,Xt,Zt,Qt,$t,en,tn,nn,rn,W,G,an=!1,on=M.drag,sn=on.x,cn=on.y;N&&(M.x&&(Jt=rr(yn,m)),M.y&&(Yt=rr(bn,m)),E.ori==0?(Xt=Jt,Zt=Yt):(Xt=Yt,Zt=Jt),W=M.left,G=M.top);let K=r.select=Si({show:!0,over:!0,left:0,width:0,top:0,height:0},e.select),Fn=K.show?rr(vn,K.over?m:p):null;function Un(e,t){if(K.show){for(let t in e)K[t]=e[t],t in Xr&&J(Fn,t,e[t]);t!==!1&&Ei(`setSelect`)}}r.setSelect=Un;function Wn(e){if(v[e].show)se&&tr(I[e],_n);else if(se&&er(I[e],_n),N){let t=Ke?qe[0]:qe[e];t!=null&&ar(t,-10,-10,R,z)}}function Gn(e,t,n){qt(e,{min:t,max:n})}function Jn(e,t,n,a){t.focus!=null&&hr(e),t.show!=null&&v.forEach((n,r)=>{r>0&&(e==r||e==null)&&(n.show=t.show,Wn(r),i==2?(Gn(n.facets[0].scale,null,null),Gn(n.facets[1].scale,null,null)):Gn(n.scale,null,null),Wt())}),n!==!1&&Ei(`setSeries`,e,t),a&&Mi(`setSeries`,r,e,t)}r.setSeries=Jn;function Zn(e,t){Si(x[e],t)}function Qn(e,t){e.fill=X(e.fill||null),e.dir=Y(e.dir,-1),t??=x.length,x.splice(t,0,e)}function $n(e){e==null?x.length=0:x.splice(e,1)}r.addBand=Qn,r.setBand=Zn,r.delBand=$n;function ir(e,t){v[e].alpha=t,N&&qe[e]!=null&&(qe[e].style.opacity=t),se&&I[e]&&(I[e].style.opacity=t)}let or,cr,ur,dr={focus:!0};function hr(e){if(e!=ur){let t=e==null,n=Ge.alpha!=1;v.forEach((r,a)=>{if(i==1||a>0){let i=t||a==0||a==e;r._focus=t?null:i,n&&ir(a,i?1:Ge.alpha)}}),ur=e,n&&Wt()}}se&&V&&ve(Vn,F,e=>{M._lock||(Ue(e),ur!=null&&Jn(null,dr,!0,ki.setSeries))});function gr(e,t,n){let r=b[t];n&&(e=e/q-(r.ori==1?Ce:Se));let i=R;r.ori==1&&(i=z,e=i-e),r.dir==-1&&(e=i-e);let a=r._min,o=r._max,s=e/i,c=a+(o-a)*s,l=r.distr;return l==3?Br(10,c):l==4?Wr(c,r.asinh):l==100?r.bwd(c):c}function _r(e,n){return mr(gr(e,S,n),t[0],H,ot)}r.valToIdx=e=>mr(e,t[0]),r.posToIdx=_r,r.posToVal=gr,r.valToPos=(e,t,n)=>b[t].ori==0?a(e,b[t],n?Ae:R,n?Oe:0):o(e,b[t],n?B:z,n?ke:0),r.setCursor=(e,t,n)=>{W=e.left,G=e.top,Mr(null,t,n)};function vr(e,t){J(Fn,Nn,K.left=e),J(Fn,kn,K.width=t)}function yr(e,t){J(Fn,jn,K.top=e),J(Fn,An,K.height=t)}let Tr=E.ori==0?vr:yr,Er=E.ori==1?vr:yr;function kr(){if(se&&j.live)for(let e=+(i==2);e<v.length;e++){if(e==0&&L)continue;let t=j.values[e],n=0;for(let r in t)ue[e][n++].firstChild.nodeValue=t[r]}}function Ar(e,t){if(e!=null&&(e.idxs?e.idxs.forEach((e,t)=>{oe[t]=e}):hi(e.idx)||oe.fill(e.idx),j.idx=oe[0]),se&&j.live){for(let e=0;e<v.length;e++)(e>0||i==1&&!L)&&jr(e,oe[e]);kr()}Ie=!1,t!==!1&&Ei(`setLegend`)}r.setLegend=Ar;function jr(e,n){let i=v[e],a=e==0&&D==2?ct:t[e],o;L?o=i.values(r,e,n)??fe:(o=i.value(r,n==null?null:a[n],e,n),o=o==null?fe:{_:o}),j.values[e]=o}function Mr(e,n,a){nn=W,rn=G,[W,G]=M.move(r,W,G),M.left=W,M.top=G,N&&(Xt&&ar(Xt,Ir(W),0,R,z),Zt&&ar(Zt,0,Ir(G),R,z));let o,s=H>ot;or=Kr,cr=null;let c=E.ori==0?R:z,l=E.ori==1?R:z;if(W<0||at==0||s){o=M.idx=null;for(let e=0;e<v.length;e++){let t=qe[e];t!=null&&ar(t,-10,-10,R,z)}V&&Jn(null,dr,!0,e==null&&ki.setSeries),j.live&&(oe.fill(o),Ie=!0)}else{let e,n,a;i==1&&(e=E.ori==0?W:G,n=gr(e,S),o=M.idx=mr(n,t[0],H,ot),a=O(t[0][o],E,c,0));let s=-10,u=-10,d=0,f=0,p=!0,m=``,h=``;for(let e=+(i==2);e<v.length;e++){let g=v[e],_=oe[e],y=_==null?null:i==1?t[e][_]:t[e][1][_],x=M.dataIdx(r,e,o,n),S=x==null?null:i==1?t[e][x]:t[e][1][x];if(Ie=Ie||S!=y||x!=_,oe[e]=x,e>0&&g.show){let n=x==null?-10:x==o?a:O(i==1?t[0][x]:t[e][0][x],E,c,0),_=S==null?-10:te(S,i==1?b[g.scale]:b[g.facets[1].scale],l,0);if(V&&S!=null){let t=E.ori==1?W:G,n=Pr(Ge.dist(r,e,x,_,t));if(n<or){let r=Ge.bias;if(r!=0){let i=gr(t,g.scale),a=S>=0?1:-1,o=i>=0?1:-1;o==a&&(o==1?r==1?S>=i:S<=i:r==1?S<=i:S>=i)&&(or=n,cr=e)}else or=n,cr=e}}if(Ie||Ke){let t,i;E.ori==0?(t=n,i=_):(t=_,i=n);let a,o,c,l,g,v,y=!0,b=We.bbox;if(b!=null){y=!1;let t=b(r,e);c=t.left,l=t.top,a=t.width,o=t.height}else c=t,l=i,a=o=We.size(r,e);if(v=We.fill(r,e),g=We.stroke(r,e),Ke)e==cr&&or<=Ge.prox&&(s=c,u=l,d=a,f=o,p=y,m=v,h=g);else{let t=qe[e];t!=null&&(Je[e]=c,Ye[e]=l,lr(t,a,o,y),sr(t,v,g),ar(t,Lr(c),Lr(l),R,z))}}}}if(Ke){let e=Ge.prox;if(Ie||(ur==null?or<=e:or>e||cr!=ur)){let e=qe[0];e!=null&&(Je[0]=s,Ye[0]=u,lr(e,d,f,p),sr(e,m,h),ar(e,Lr(s),Lr(u),R,z))}}}if(K.show&&an){if(e!=null){let[t,n]=ki.scales,[r,i]=ki.match,[a,o]=e.cursor.sync.scales,s=e.cursor.drag;if(sn=s._x,cn=s._y,sn||cn){let{left:s,top:u,width:d,height:f}=e.select,p=e.scales[a].ori,m=e.posToVal,h,g,_,v,y,x=t!=null&&r(t,a),S=n!=null&&i(n,o);x&&sn?(p==0?(h=s,g=d):(h=u,g=f),_=b[t],v=O(m(h,a),_,c,0),y=O(m(h+g,a),_,c,0),Tr(Rr(v,y),Pr(y-v))):Tr(0,c),S&&cn?(p==1?(h=s,g=d):(h=u,g=f),_=b[n],v=te(m(h,o),_,l,0),y=te(m(h+g,o),_,l,0),Er(Rr(v,y),Pr(y-v))):Er(0,l)}else Zr()}else{let e=Pr(nn-Qt),t=Pr(rn-$t);if(E.ori==1){let n=e;e=t,t=n}sn=on.x&&e>=on.dist,cn=on.y&&t>=on.dist;let n=on.uni;n==null?on.x&&on.y&&(sn||cn)&&(sn=cn=!0):sn&&cn&&(sn=e>=n,cn=t>=n,!sn&&!cn&&(t>e?cn=!0:sn=!0));let r,i;sn&&(E.ori==0?(r=en,i=W):(r=tn,i=G),Tr(Rr(r,i),Pr(i-r)),cn||Er(0,l)),cn&&(E.ori==1?(r=en,i=W):(r=tn,i=G),Er(Rr(r,i),Pr(i-r)),sn||Tr(0,c)),!sn&&!cn&&(Tr(0,0),Er(0,0))}}if(on._x=sn,on._y=cn,e==null){if(a){if(Ai!=null){let[e,t]=ki.scales;ki.values[0]=e==null?null:gr(E.ori==0?W:G,e),ki.values[1]=t==null?null:gr(E.ori==1?W:G,t)}Mi(Ln,r,W,G,R,z,o)}if(V){let e=a&&ki.setSeries,t=Ge.prox;ur==null?or<=t&&Jn(cr,dr,!0,e):or>t?Jn(null,dr,!0,e):cr!=ur&&Jn(cr,dr,!0,e)}}Ie&&(j.idx=o,Ar()),n!==!1&&Ei(`setCursor`)}let Fr=null;Object.defineProperty(r,"rect",{get(){return Fr??Vr(!1),Fr}});function Vr(e=!1){e?Fr=null:(Fr=m.getBoundingClientRect(),Ei(`syncRect`,Fr))}function Ur(e,t,n,r,i,a,o){M._lock||an&&e!=null&&e.movementX==0&&e.movementY==0||(qr(e,t,n,r,i,a,o,!1,e!=null),e==null?Mr(t,!0,!1):Mr(null,!0,!0))}function qr(e,t,n,i,a,o,c,l,u){if(Fr??Vr(!1),Ue(e),e!=null)n=e.clientX-Fr.left,i=e.clientY-Fr.top;else{if(n<0||i<0){W=-10,G=-10;return}let[e,r]=ki.scales,c=t.cursor.sync,[l,u]=c.values,[d,f]=c.scales,[p,m]=ki.match,h=t.axes[0].side%2==1,g=E.ori==0?R:z,_=E.ori==1?R:z,v=h?o:a,y=h?a:o,x=h?i:n,S=h?n:i;if(n=d==null?x/v*g:p(e,d)?s(l,b[e],g,0):-10,i=f==null?S/y*_:m(r,f)?s(u,b[r],_,0):-10,E.ori==1){let e=n;n=i,i=e}}u&&(t==null||t.cursor.event.type==Ln)&&((n<=1||n>=R-1)&&(n=ii(n,R)),(i<=1||i>=z-1)&&(i=ii(i,z))),l?(Qt=n,$t=i,[en,tn]=M.move(r,n,i)):(W=n,G=i)}let Xr={width:0,height:0,left:0,top:0};function Zr(){Un(Xr,!1)}let ni,ri,ai,oi;function li(e,t,n,i,a,o,s){an=!0,sn=cn=on._x=on._y=!1,qr(e,t,n,i,a,o,s,!0,!1),e!=null&&(ve(zn,Yn,mi,!1),Mi(Rn,r,en,tn,R,z,null));let{left:c,top:l,width:u,height:d}=K;ni=c,ri=l,ai=u,oi=d}function mi(e,t,n,i,a,o,s){an=on._x=on._y=!1,qr(e,t,n,i,a,o,s,!1,!0);let{left:c,top:l,width:u,height:d}=K,f=u>0||d>0,p=ni!=c||ri!=l||ai!=u||oi!=d;if(f&&p&&Un(K),on.setScale&&f&&p){let e=c,t=u,n=l,r=d;if(E.ori==1&&(e=l,t=d,n=c,r=u),sn&&Gn(S,gr(e,S),gr(e+t,S)),cn)for(let e in b){let t=b[e];e!=S&&t.from==null&&t.min!=Kr&&Gn(e,gr(n+r,e),gr(n,e))}Zr()}else M.lock&&(M._lock=!M._lock,Mr(t,!0,e!=null));e!=null&&(ye(zn,Yn),Mi(zn,r,W,G,R,z,null))}function yi(e,t,n,r,i,a,o){if(M._lock)return;Ue(e);let s=an;if(an){let e=!0,t=!0,n,r;E.ori==0?(n=sn,r=cn):(n=cn,r=sn),n&&r&&(e=W<=10||W>=R-10,t=G<=10||G>=z-10),n&&e&&(W=W<en?0:R),r&&t&&(G=G<tn?0:z),Mr(null,!0,!0),an=!1}W=-10,G=-10,oe.fill(null),Mr(null,!0,!0),s&&(an=s)}function bi(e,t,n,i,a,o,s){M._lock||(Ue(e),U(),Zr(),e!=null&&Mi(Hn,r,W,G,R,z,null))}function Ci(){y.forEach(ss),Le(r.width,r.height,!0)}fr(Kn,Xn,Ci);let wi={};wi.mousedown=li,wi.mousemove=Ur,wi.mouseup=mi,wi.dblclick=bi,wi.setSeries=(e,t,n,i)=>{let a=ki.match[2];n=a(r,t,n),n!=-1&&Jn(n,i,!0,!1)},N&&(ve(Rn,m,li),ve(Ln,m,Ur),ve(Bn,m,e=>{Ue(e),Vr(!1)}),ve(Vn,m,yi),ve(Hn,m,bi),Go.add(r),r.syncRect=Vr);let Ti=r.hooks=e.hooks||{};function Ei(e,t,n){Vt?Ht.push([e,t,n]):e in Ti&&Ti[e].forEach(e=>{e.call(null,r,t,n)})}(e.plugins||[]).forEach(e=>{for(let t in e.hooks)Ti[t]=(Ti[t]||[]).concat(e.hooks[t])});let Di=(e,t,n)=>n,ki=Si({key:null,setSeries:!1,filters:{pub:ei,sub:ei},scales:[S,v[1]?v[1].scale:null],match:[ti,ti,Di],values:[null,null]},M.sync);ki.match.length==2&&ki.match.push(Di),M.sync=ki;let Ai=ki.key,ji=fo(Ai);function Mi(e,t,n,r,i,a,o){ki.filters.pub(e,t,n,r,i,a,o)&&ji.pub(e,t,n,r,i,a,o)}ji.sub(r);function Ni(e,t,n,r,i,a,o){ki.filters.sub(e,t,n,r,i,a,o)&&wi[e](null,t,n,r,i,a,o)}r.pub=Ni;function Pi(){ji.unsub(r),Go.delete(r),_e.clear(),pr(Kn,Xn,Ci),l.remove(),F?.remove(),Ei(`destroy`)}r.destroy=Pi;function Fi(){Ei(`init`,e,t),ut(t||e.data,!1),k[S]?qt(S,k[S]):U(),Fe=K.show&&(K.width>0||K.height>0),Pe=Ie=!0,Le(e.width,e.height)}return v.forEach(Ze),y.forEach(tt),n?n instanceof HTMLElement?(n.appendChild(l),Fi()):n(r,Fi):Fi(),r}cs.assign=Si,cs.fmtNum=jr,cs.rangeNum=Dr,cs.rangeLog=xr,cs.rangeAsinh=Sr,cs.orient=ho,cs.pxRatio=q,cs.join=Di,cs.fmtDate=Bi,cs.tzDate=Hi,cs.sync=fo;{cs.addGap=bo,cs.clipGaps=yo;let e=cs.paths={points:Po};e.linear=Ro,e.stepped=zo,e.bars=Vo,e.spline=Uo}var ls=`.uplot,.uplot *,.uplot :before,.uplot :after{box-sizing:border-box}.uplot{width:min-content;font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,Noto Sans,sans-serif,Apple Color Emoji,Segoe UI Emoji,Segoe UI Symbol,Noto Color Emoji;line-height:1.5}.u-title{text-align:center;font-size:18px;font-weight:700}.u-wrap{-webkit-user-select:none;user-select:none;position:relative}.u-over,.u-under{position:absolute}.u-under{overflow:hidden}.uplot canvas{width:100%;height:100%;display:block;position:relative}.u-axis{position:absolute}.u-legend{text-align:center;margin:auto;font-size:14px}.u-inline{display:block}.u-inline *{display:inline-block}.u-inline tr{margin-right:16px}.u-legend th{font-weight:600}.u-legend th>*{vertical-align:middle;display:inline-block}.u-legend .u-marker{width:1em;height:1em;margin-right:4px;background-clip:padding-box!important}.u-inline.u-live th:after{content:":";vertical-align:middle}.u-inline:not(.u-live) .u-value{display:none}.u-series>*{padding:4px}.u-series th{cursor:pointer}.u-legend .u-off>*{opacity:.3}.u-select{pointer-events:none;background:#00000012;position:absolute}.u-cursor-x,.u-cursor-y{pointer-events:none;will-change:transform;position:absolute;top:0;left:0}.u-hz .u-cursor-x,.u-vt .u-cursor-y{border-right:1px dashed #607d8b;height:100%}.u-hz .u-cursor-y,.u-vt .u-cursor-x{border-bottom:1px dashed #607d8b;width:100%}.u-cursor-pt{pointer-events:none;will-change:transform;border:0 solid;border-radius:50%;position:absolute;top:0;left:0;background-clip:padding-box!important}.u-axis.u-off,.u-select.u-off,.u-cursor-x.u-off,.u-cursor-y.u-off,.u-cursor-pt.u-off{display:none}`;function us(e){let t=getComputedStyle(e),n=(e,n)=>t.getPropertyValue(e).trim()||n;return{text:n(`--secondary-text-color`,`#727272`),grid:n(`--divider-color`,`rgba(127,127,127,0.2)`),background:n(`--card-background-color`,`#fff`)}}var ds=class extends Ee{constructor(...e){super(...e),this.height=180,this.label=``,this.at=null,this.quiet=!1}static{this.styles=[a(ls),o`
      :host {
        display: block;
        position: relative;
      }
      .u-cursor-x {
        border-right-color: var(--secondary-text-color) !important;
      }
      .plot {
        touch-action: pan-y;
        outline-offset: 2px;
      }
      .plot:focus-visible {
        outline: 2px solid var(--primary-color);
      }
      .uplot {
        font-family: inherit;
      }
    `]}connectedCallback(){super.connectedCallback(),this.sizes=new ResizeObserver(()=>this.fit()),this.sizes.observe(this),this.hasUpdated&&this.make()}disconnectedCallback(){super.disconnectedCallback(),this.sizes?.disconnect(),this.drop()}render(){return I`<div class="plot" role="img" tabindex="0" aria-label=${this.label} @keydown=${this.walk} @pointerleave=${()=>this.tell(null)}></div>`}updated(e){e.has(`look`)||e.has(`height`)||!this.plot?this.make():e.has(`data`)&&this.data&&this.plot.setData(this.data),e.has(`at`)&&this.follow()}make(){if(this.drop(),!this.options||!this.data||!this.place||this.clientWidth<40)return;let e=this.options(this);this.plot=new cs({...e,width:this.clientWidth,height:this.height,legend:{show:!1},cursor:{y:!1,points:{show:!1},drag:{x:!1,y:!1},...e.cursor},hooks:{...e.hooks,setCursor:[e=>this.tell(e.cursor.idx??null),...e.hooks?.setCursor??[]]}},this.data,this.place),this.follow()}drop(){this.plot?.destroy(),this.plot=void 0}fit(){this.plot?this.clientWidth>=40&&this.plot.width!==this.clientWidth&&this.plot.setSize({width:this.clientWidth,height:this.height}):this.make()}follow(){let e=this.plot;if(!e||e.cursor.idx===this.at)return;let t=this.at===null?void 0:e.data[0]?.[this.at];this.quiet=!0,e.setCursor({left:t===void 0?-10:e.valToPos(t,`x`),top:1}),this.quiet=!1}tell(e){this.quiet||e===this.at||(this.at=e,this.dispatchEvent(new CustomEvent(`point`,{detail:e})))}walk(e){let t=this.data?.[0]?.length??0,n={ArrowRight:1,ArrowLeft:-1,PageUp:-4,PageDown:4}[e.key];if(e.key===`Escape`&&this.tell(null),!n||!t)return;e.preventDefault();let r=this.at??(n>0?-1:t);this.tell(Math.min(t-1,Math.max(0,r+n))),this.follow()}};V([Ae({attribute:!1})],ds.prototype,`options`,void 0),V([Ae({attribute:!1})],ds.prototype,`data`,void 0),V([Ae({attribute:!1})],ds.prototype,`look`,void 0),V([Ae({type:Number})],ds.prototype,`height`,void 0),V([Ae()],ds.prototype,`label`,void 0),V([Ae({attribute:!1})],ds.prototype,`at`,void 0),V([Me(`.plot`)],ds.prototype,`place`,void 0),customElements.get(`overshot-chart`)||customElements.define(`overshot-chart`,ds);var fs=`11px Roboto, system-ui, sans-serif`;function ps(e,t,n,r={}){return{stroke:t.text,font:fs,size:38,gap:4,ticks:{show:!1},grid:{stroke:t.grid,width:1},border:{show:!1},values:(t,r,i,a,o)=>{let s=Math.max(n,ms(o));return r.map(t=>t===null?``:ut(e.locale,t,s))},...r}}function ms(e){for(let t=0;t<4;t++){let n=e*10**t;if(Math.abs(n-Math.round(n))<1e-6)return t}return 4}function hs(e,t,n=!0){return{stroke:t.text,font:fs,size:n?24:7,gap:4,space:44,ticks:{show:!1},border:{show:!1},grid:{stroke:t.grid,width:1},incrs:[3600,7200,10800,14400,21600,43200,86400],splits:(t,n,r,i,a)=>gs(e,r,i,a,t.width),values:(t,r)=>r.map(t=>{if(!n)return``;let r=new Date(t*1e3);return ys(e,r)?St(e,r):vt(e,r).replace(/^0(?=\d:)/,``)})}}function gs(e,t,n,r,i=0){let a=Math.max(1,Math.round(r/3600)),o=[];for(let r=Math.ceil(t/3600)*3600;r<=n;r+=3600)vs(e,new Date(r*1e3))%a===0&&o.push(r);return o}var _s=new Map;function vs(e,t){let n=e.locale.time_zone===`local`?``:e.config.time_zone,r=_s.get(n);return r||(r=new Intl.DateTimeFormat(`en-GB`,{hour:`2-digit`,hourCycle:`h23`,timeZone:n||void 0}),_s.set(n,r)),Number(r.format(t))}function ys(e,t){return t.getUTCMinutes()===0&&vs(e,t)===0}function bs(e,t){return/^#[0-9a-f]{6}$/i.test(e)?e+Math.round(t*255).toString(16).padStart(2,`0`):`color-mix(in srgb, ${e} ${t*100}%, transparent)`}function xs(e,t,n){let[r,i]=[Ss(e),Ss(t)];return!r||!i?e:`rgb(${r.map((e,t)=>Math.round(e*n+(i[t]??255)*(1-n))).join(`, `)})`}function Ss(e){let t=e.trim().replace(/^#([0-9a-f])([0-9a-f])([0-9a-f])$/i,`#$1$1$2$2$3$3`);if(/^#[0-9a-f]{6}$/i.test(t))return[1,3,5].map(e=>Number.parseInt(t.slice(e,e+2),16));let n=/^rgba?\(([^)]+)\)$/.exec(t)?.[1]?.split(/[ ,/]+/).map(Number);return n&&n.length>=3?n.slice(0,3):void 0}var Cs=e=>e==null?null:e/1e3,ws=[[`house`,`house`],[`car`,`car`],[`heat_pump`,`heat_pump`],[`load`,`load`],[`battery`,`battery`],[`export`,`export`]],Ts=[[`solar`,`solar`],[`battery`,`battery`],[`grid`,`import`],[`unmeasured`,`price`]];function Es(e){let t=e.bars.some(e=>e.charged>0||e.discharged>0||e.soc!==null),n=e.bars.some(e=>Object.keys(e.temperatures).length>0);return[`net`,`energy`,`solar_to`,`sources`,`consumers`,...t?[`battery`]:[],...n?[`heat`]:[]]}function Ds(e,t,n){let{bars:r}=t,i=e=>r.map(t=>t.recorded?e(t):null),a=e=>r.map(e);switch(e){case`net`:return[{id:`import`,name:n(`net_import`),color:`import`,draw:`bar`,values:i(e=>Cs(Math.max(0,e.imported-e.exported)))},{id:`export`,name:n(`net_export`),color:`export`,draw:`bar`,values:i(e=>Cs(Math.min(0,e.imported-e.exported)))},{id:`solar`,name:n(`solar`),color:`solar`,draw:`line`,values:i(e=>Cs(e.solar))}];case`energy`:return[{id:`solar`,name:n(`solar`),color:`solar`,draw:`line`,values:i(e=>Cs(e.solar))},{id:`consumed`,name:n(`consumption`),color:`house`,draw:`line`,values:i(e=>Cs(e.consumed))},{id:`expected_solar`,name:n(`expected_solar`),color:`solar`,draw:`dashed`,values:a(e=>Cs(e.expected_solar))},{id:`expected_load`,name:n(`expected_load`),color:`house`,draw:`dashed`,values:a(e=>Cs(e.expected_load))}].filter(e=>e.draw!==`dashed`||e.values.some(e=>e!==null));case`solar_to`:return Os(ws,t.charts.solar_to,e=>e.solar_to,i,n);case`sources`:return Os(Ts,t.charts.sources,e=>e.sources,i,n);case`consumers`:return As(t,i,n);case`battery`:return[{id:`charged`,name:n(`charged`),color:`battery`,draw:`bar`,values:i(e=>Cs(e.charged))},{id:`discharged`,name:n(`discharged`),color:`battery`,fade:.45,draw:`bar`,values:i(e=>Cs(-e.discharged))},{id:`soc`,name:n(`soc`),color:`price`,draw:`line`,values:a(e=>e.soc),right:`%`}];case`heat`:return Object.keys(t.bars.find(e=>Object.keys(e.temperatures).length)?.temperatures??{}).flatMap(e=>[{id:e,name:ks(t,e,n),color:`load`,draw:`bar`,values:i(t=>Cs(t.consumers[e]??0))},{id:`${e}-temperature`,name:n(`temperature`),color:`heat_pump`,draw:`line`,values:a(t=>t.temperatures[e]??null),right:`°C`}])}}function Os(e,t,n,r,i){return e.filter(([e])=>(t[e]??0)>0).map(([e,t])=>({id:e,name:i(`part_${e}`),color:t,draw:`bar`,values:r(t=>Cs(n(t)[e]??0))}))}function ks(e,t,n){return e.consumers.find(e=>e.id===t)?.name??n(t===`house`?`part_house`:`part_load`)}function As(e,t,n){let r=new Map;return e.consumers.filter(e=>e.energy>0).map(i=>{let a=ws.find(([e])=>e===i.use)?.[1]??`load`,o=r.get(a)??0;return r.set(a,o+1),{id:i.id,name:ks(e,i.id,n),color:a,fade:Math.min(.6,o*.3),draw:`bar`,values:t(e=>Cs(e.consumers[i.id]??0))}})}function js(e){let t=[],n=[];return e.map(e=>e.values.map((r,i)=>{if(e.draw!==`bar`||r===null)return r;if(r===0)return null;let a=r<0?n:t;return a[i]=(a[i]??0)+r,a[i]}))}function Ms(e){let t=e.values.filter(e=>e!==null);if(!t.length)return null;let n=t.reduce((e,t)=>e+t,0);return e.right?n/t.length:n}function Ns(e,t,n){let r=t.bars[n];if(!r)return``;let i=new Date(r.start);return t.period===`day`?vt(e,i).replace(/^0(?=\d:)/,``):t.period===`week`?St(e,i):t.period===`year`?xt(e,i,`short`).slice(0,3):new Intl.DateTimeFormat(`en-GB`,{day:`numeric`,timeZone:e.config.time_zone}).format(i)}function Ps(e,t,n){let r=js(n),i=n.map((e,t)=>t).sort((e,t)=>Fs(n[e],e)-Fs(n[t],t)),a=n.find(e=>e.right)?.right,o=t.bars.length;return{data:[t.bars.map((e,t)=>t),...i.map(e=>r[e])],options:r=>{let s=us(r),c=Math.ceil(o/Math.max(4,Math.floor(r.clientWidth/44)));return{padding:[8,a?0:8,0,0],scales:{x:{time:!1,range:[-.5,o-.5]},y:{range:(e,t,n)=>Is(t,n)},...a?{right:{range:a===`%`?[0,104]:(e,t,n)=>[Math.min(0,t),n*1.08]}}:{}},axes:[{stroke:s.text,font:`11px Roboto, system-ui, sans-serif`,size:24,gap:4,ticks:{show:!1},grid:{show:!1},splits:()=>t.bars.map((e,t)=>t).filter(e=>e%c===0),values:(n,r)=>r.map(n=>Ns(e,t,n))},ps(e,s,0),...a?[ps(e,s,0,{scale:`right`,side:1,grid:{show:!1}})]:[]],series:[{},...i.map(e=>Ls(r,n[e]))]}}}}function Fs(e,t){return e?.draw===`bar`?-t-1:t}function Is(e,t){let n=Math.max(t,e<0?0:.5)*1.08;return[Math.min(0,e)*1.08,Math.max(n,.1)]}function Ls(e,t){let n=Nt(e,t.color);if(t.draw===`bar`){let r=xs(n,us(e).background,.92*(1-(t.fade??0)));return{fill:r,stroke:r,width:0,paths:cs.paths.bars?.({size:[.72,48],radius:.12}),points:{show:!1}}}return{stroke:n,width:2,scale:t.right?`right`:`y`,dash:t.draw===`dashed`?[5,4]:void 0,paths:cs.paths.spline?.(),spanGaps:!0,points:{show:!1}}}var Rs=[`day`,`week`,`month`,`year`];function zs(e,t,n,r){return e.callWS({type:`overshot/energy/report`,config_entry_id:t,period:n,at:r})}function Bs(e,t){let n=e.locale.time_zone===`local`?void 0:e.config.time_zone;return new Intl.DateTimeFormat(`sv-SE`,{timeZone:n,year:`numeric`,month:`2-digit`,day:`2-digit`}).format(t)}function Vs(e,t,n){let r=new Date(`${e}T12:00:00Z`);if(t===`day`)r.setUTCDate(r.getUTCDate()+n);else if(t===`week`)r.setUTCDate(r.getUTCDate()+7*n);else{let e=r.getUTCDate();r.setUTCDate(1),r.setUTCMonth(r.getUTCMonth()+(t===`month`?n:12*n));let i=new Date(Date.UTC(r.getUTCFullYear(),r.getUTCMonth()+1,0)).getUTCDate();r.setUTCDate(Math.min(e,i))}return r.toISOString().slice(0,10)}var Hs=o`
  .row {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .segments {
    display: inline-flex;
    border-radius: 999px;
    background: var(--soft);
    padding: 3px;
  }
  .segments button {
    min-height: 32px;
    padding: 0 14px;
    border-radius: 999px;
    font-size: 13px;
  }
  .segments button[aria-pressed="true"] {
    background: var(--card-background-color, #fff);
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.16);
    font-weight: 500;
  }
  .travel {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    margin-left: auto;
  }
  .travel button.step {
    width: 40px;
    height: 40px;
    border-radius: 50%;
  }
  .travel button:disabled {
    opacity: 0.3;
    cursor: default;
  }
  .travel .when {
    min-width: 120px;
    text-align: center;
    font-size: 14px;
    font-weight: 500;
  }
  .kinds {
    display: flex;
    gap: 6px;
    overflow-x: auto;
    scrollbar-width: none;
    padding: 2px;
    margin: 0 -2px;
  }
  .kinds button {
    flex: none;
    min-height: 34px;
    padding: 0 14px;
    border-radius: 999px;
    background: var(--soft);
    font-size: 13px;
  }
  .kinds button[aria-selected="true"] {
    background: color-mix(in srgb, var(--primary-color) 18%, transparent);
    box-shadow: inset 0 0 0 1.5px var(--primary-color);
    font-weight: 500;
  }
  .area {
    position: relative;
    touch-action: pan-y;
  }
  .area.waiting {
    opacity: 0.45;
  }
  .legend {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr));
    gap: 4px 16px;
    margin: 0;
    padding: 0;
    list-style: none;
    font-size: 13px;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .legend .mark {
    width: 10px;
    height: 10px;
    border-radius: 3px;
    background: var(--tone);
    flex: none;
  }
  .legend .mark.line {
    height: 3px;
    width: 14px;
    margin: 0 -2px;
  }
  .legend .name {
    flex: 1;
    min-width: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .legend b {
    font-weight: 500;
  }
  .totals {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(104px, 1fr));
    gap: 12px;
    margin: 0;
    padding-top: 12px;
    border-top: 1px solid var(--line);
  }
  .totals dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .totals dd {
    margin: 0;
    font-size: 16px;
    font-weight: 500;
    white-space: nowrap;
  }
`,Us=12e4,[Ws,Gs]=[60,500],Ks=[`net`,`energy`,`solar_to`,`sources`,`consumers`,`battery`,`heat`],qs=class extends qe{constructor(...e){super(...e),this.waiting=!1,this.failed=!1,this.at=null,this.asked=0}static{this.styles=[Pt,Hs]}static getConfigForm(){let e=e=>({select:{options:[...e],mode:`dropdown`}});return Je([{name:`period`,selector:e(Rs)},{name:`chart`,selector:e(Ks)}],{period:`editor_period`,chart:`editor_chart`})}static getStubConfig(){return{}}getGridOptions(){return{columns:`full`,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.load(e),this.timer=setInterval(()=>{!document.hidden&&this.isNow&&this.load(e)},Us)}leave(){clearInterval(this.timer)}get shownPeriod(){return this.period??this.config.period??`day`}get today(){return Bs(this.hass,new Date)}get shownDay(){return this.day??this.today}get isNow(){return!this.report||Date.parse(this.report.totals.end)>Date.now()}async load(e){let t=++this.asked;this.waiting=!0;try{let n=await zs(this.hass,e.entry_id,this.shownPeriod,this.shownDay);if(t!==this.asked)return;this.report=n,this.failed=!1}catch{if(t!==this.asked)return;this.failed=!0}this.waiting=!1}show(e){e.period&&(this.period=e.period),e.day&&(this.day=e.day>this.today?this.today:e.day),this.at=null,this.site&&this.load(this.site)}go(e){e>0&&this.isNow||this.show({day:Vs(this.shownDay,this.shownPeriod,e)})}draw(){let{report:e}=this,t=e?Es(e):[],n=this.kind??this.config.chart??`net`,r=t.includes(n)?n:`net`;return I`<ha-card>
      <header><h2>${this.config.title||this.t(`history`)}</h2></header>
      <div class="row">
        <div class="segments" role="group" aria-label=${this.t(`period`)}>
          ${Rs.map(e=>I`<button aria-pressed=${e===this.shownPeriod} @click=${()=>this.show({period:e})}>
              ${this.t(`period_${e}`)}
            </button>`)}
        </div>
        <div class="travel">
          <button class="step" aria-label=${this.t(`earlier`)} @click=${()=>this.go(-1)}><ha-icon icon="mdi:chevron-left"></ha-icon></button>
          <button class="when" title=${this.t(`to_today`)} @click=${()=>this.show({day:this.today})}>${this.when()}</button>
          <button class="step" aria-label=${this.t(`later`)} ?disabled=${this.isNow} @click=${()=>this.go(1)}>
            <ha-icon icon="mdi:chevron-right"></ha-icon>
          </button>
        </div>
      </div>
      <div class="kinds" role="tablist" aria-label=${this.t(`chart`)}>
        ${t.map(e=>I`<button role="tab" aria-selected=${e===r} tabindex=${e===r?0:-1} @keydown=${this.walkTabs} @click=${()=>{this.kind=e,this.at=null}}>
            ${this.t(`kind_${e}`)}
          </button>`)}
      </div>
      ${this.failed?I`<div class="note"><ha-icon icon="mdi:database-alert-outline"></ha-icon>${this.t(`no_records`)}</div>`:L}
      ${e?this.body(e,r):L}
    </ha-card>`}walkTabs(e){let t={ArrowRight:1,ArrowLeft:-1}[e.key];if(!t)return;let n=[...e.currentTarget.parentElement?.querySelectorAll(`[role=tab]`)??[]],r=n[(n.indexOf(e.currentTarget)+t+n.length)%n.length];r?.focus(),r?.click()}content(e,t){let n=this.hass.themes?.darkMode??!1,r=this.hass.locale.language,i=this.drawn;if(i?.report===e&&i.kind===t&&i.dark===n&&i.language===r)return i;let a=Ds(t,e,this.t);return this.drawn={report:e,kind:t,dark:n,language:r,shown:a,drawing:Ps(this.hass,e,a)},this.drawn}body(e,t){let n=this.content(e,t),r=!e.bars.some(e=>e.recorded||e.expected_solar!==null);return I`<div
        class="area ${this.waiting?`waiting`:``}"
        @pointerdown=${e=>this.touched={x:e.clientX,y:e.clientY,at:e.timeStamp}}
        @pointerup=${this.swiped}
      >
        ${r?I`<div class="note"><ha-icon icon="mdi:calendar-blank-outline"></ha-icon>${this.t(`nothing_recorded`)}</div>`:L}
        <overshot-chart
          .label=${this.t(`chart_label`,{name:this.t(`kind_${t}`)})}
          .options=${n.drawing.options}
          .data=${n.drawing.data}
          .look=${n}
          .height=${260}
          .at=${this.at}
          @point=${e=>this.at=e.detail}
        ></overshot-chart>
      </div>
      ${this.legend(e,n.shown)} ${this.totals(e)}`}swiped(e){let t=this.touched;if(this.touched=void 0,!t||e.pointerType===`mouse`||e.timeStamp-t.at>Gs)return;let[n,r]=[e.clientX-t.x,e.clientY-t.y];Math.abs(n)>Ws&&Math.abs(n)>2*Math.abs(r)&&this.go(n>0?-1:1)}when(){let{hass:e}=this,t=this.report?new Date(this.report.totals.start):new Date;return this.report?this.report.period===`day`?bt(e,t):this.report.period===`month`?xt(e,t):this.report.period===`year`?Bs(e,t).slice(0,4):`${bt(e,t).replace(/[ ,]*\d{4}\.?$/,``)} – ${bt(e,new Date(Date.parse(this.report.totals.end)-36e5))}`:``}legend(e,t){let{locale:n}=this.hass,r=e=>{let t=this.at===null?Ms(e):e.values[this.at]??null;return t===null?`–`:e.right?U(n,t,e.right,e.right===`%`?0:1):ft(n,1e3*Math.abs(t))},i=this.at===null?void 0:e.bars[this.at];return I`<div class="small quiet" role="status">${i?e.period===`day`?Ct(this.hass,new Date(i.start)):e.period===`year`?xt(this.hass,new Date(i.start)):bt(this.hass,new Date(i.start)):this.t(`whole_period`)}${i?I`<span class="hidden">: ${t.map(e=>`${e.name} ${r(e)}`).join(`, `)}</span>`:L}</div>
      <ul class="legend figure">
        ${t.map(e=>I`<li style="--tone: ${Mt(e.color)}">
            <span class="mark ${e.draw===`bar`?``:`line`}" style="opacity: ${1-(e.fade??0)}"></span>
            <span class="name">${e.name}</span><b>${r(e)}</b>
          </li>`)}
      </ul>`}totals(e){let{hass:t}=this,{totals:n,bill:r,savings:i}=e,a=e=>e===null?null:`${ut(t.locale,e)}\u00a0%`;return I`<dl class="totals figure">
        ${[[`total_import`,ft(t.locale,n.imported)],[`total_export`,ft(t.locale,n.exported)],[`total_solar`,n.solar>0?ft(t.locale,n.solar):null],[`total_consumed`,ft(t.locale,n.consumed)],[`to_pay`,r?pt(t,r.total):n.cost||n.revenue?pt(t,n.cost-n.revenue):null],[`self_consumption`,a(n.self_consumption)],[`autarky`,a(n.autarky)],[`saved_battery`,i&&n.discharged>0?pt(t,i.by_battery):null],[`saved_control`,i?pt(t,i.by_control):null],[`co2`,n.co2>0?U(t.locale,n.co2/1e3,`kg`,1):null]].map(([e,t])=>t===null?L:I`<div><dt>${this.t(e)}</dt><dd>${t}</dd></div>`)}
      </dl>
      ${n.quarters_from_history>0?I`<div class="small quiet">${this.t(`from_history`)}</div>`:L}`}};V([B()],qs.prototype,`period`,void 0),V([B()],qs.prototype,`kind`,void 0),V([B()],qs.prototype,`day`,void 0),V([B()],qs.prototype,`report`,void 0),V([B()],qs.prototype,`waiting`,void 0),V([B()],qs.prototype,`failed`,void 0),V([B()],qs.prototype,`at`,void 0);function Js(e,t){let n=Math.max(e.hold_target,e.forecast,e.demand,500)*1.15,r=Math.max(e.forecast,e.demand);return{filled:e.demand/n,forecast:e.forecast/n,target:e.hold_target/n,level:r>e.hold_target*1.005?`over`:r>e.hold_target*.85?`near`:`good`,left:Math.max(0,Date.parse(e.ends_at)/1e3-t)}}function Ys(e,t){let n=new Map(e.map(e=>[e.month,e]));return Array.from({length:13},(e,r)=>{let i=new Date(Date.UTC(t.getFullYear(),t.getMonth()-12+r,15)).toISOString().slice(0,7);return{month:i,peak:n.get(i)}})}var Xs=o`
  .headline {
    display: flex;
    align-items: baseline;
    gap: 8px;
    flex-wrap: wrap;
  }
  .headline .value {
    font-size: 28px;
    letter-spacing: -0.3px;
  }
  .bar {
    position: relative;
    height: 28px;
    border-radius: 8px;
    background: var(--soft);
  }
  .good {
    --tone: var(--success-color, #43a66f);
  }
  .near {
    --tone: var(--warning-color, #f5a623);
  }
  .over {
    --tone: var(--error-color, #db4437);
  }
  .fill,
  .ahead {
    position: absolute;
    inset: 0 auto 0 0;
    border-radius: 8px;
    background: var(--tone);
    transition: width 0.9s linear;
  }
  .ahead {
    opacity: 0.25;
  }
  .target {
    position: absolute;
    top: -5px;
    bottom: -5px;
    width: 0;
    border-left: 2px solid var(--primary-text-color);
  }
  .under {
    position: relative;
    height: 18px;
    margin-top: 4px;
  }
  .under span {
    position: absolute;
    transform: translateX(-50%);
    font-size: 12px;
    color: var(--quiet);
    white-space: nowrap;
  }
  .under span.right {
    transform: translateX(-100%);
  }
  .facts {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(120px, 1fr));
    gap: 12px;
    margin: 0;
  }
  .facts dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .facts dd {
    margin: 0;
    font-size: 18px;
    font-weight: 500;
  }
  .facts dd small {
    display: block;
    font-size: 12px;
    font-weight: 400;
    color: var(--quiet);
  }
  .months {
    position: relative;
    display: grid;
    grid-template-columns: repeat(13, 1fr);
    gap: clamp(3px, 1cqi, 10px);
    height: 150px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .months li {
    position: relative;
    display: flex;
    flex-direction: column;
    justify-content: flex-end;
    align-items: center;
    min-width: 0;
    font-size: 11px;
    color: var(--quiet);
  }
  .months .column {
    width: 100%;
    max-width: 44px;
    border-radius: 5px 5px 2px 2px;
    background: color-mix(in srgb, var(--overshot-color-import, #e2582f) 55%, transparent);
    min-height: 2px;
  }
  .months .amount {
    position: relative;
    z-index: 1;
    padding: 0 3px;
    border-radius: 4px;
    background: var(--card-background-color, transparent);
  }
  .months li.now .column {
    background: var(--overshot-color-import, #e2582f);
  }
  .months li.now {
    color: var(--primary-text-color);
    font-weight: 500;
  }
  .months .none {
    background: var(--line);
  }
  .months .label {
    margin-top: 4px;
    height: 14px;
    white-space: nowrap;
  }
  .mean {
    position: absolute;
    left: 0;
    right: 0;
    border-top: 1px dashed var(--quiet);
    pointer-events: none;
    z-index: 0;
  }
`,Zs=3e5,[Qs,$s,ec]=[150,18,18],tc=class extends qe{static{this.styles=[Pt,Xs]}static getConfigForm(){return Je([{name:`compact`,selector:{boolean:{}}}],{compact:`editor_compact`})}static getStubConfig(){return{compact:!1}}getGridOptions(){return{columns:this.config?.compact?12:`full`,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=st(this.hass.connection,e.entry_id,e=>this.live=e),this.load(e),this.timer=setInterval(()=>void this.load(e),Zs)}leave(){this.stop?.(),this.stop=void 0,clearInterval(this.timer)}async load(e){try{this.peaks=await this.hass.callWS({type:`overshot/energy/peaks`,config_entry_id:e.entry_id})}catch{}}draw(){let e=this.live?.quarter;return I`<ha-card>
      <header><h2>${this.config.title||this.t(`peak`)}</h2></header>
      ${e?this.running(e):I`<div class="note">${this.t(this.live?.stale?`meter_silent`:`no_quarter`)}</div>`}
      ${this.facts(e)} ${this.config.compact?L:this.months()}
    </ha-card>`}running(e){let{locale:t}=this.hass,n=Js(e,Date.now()/1e3),r=this.t(`quarter_told`,{now:dt(t,e.demand),target:dt(t,e.hold_target),forecast:dt(t,e.forecast)}),i=n.target>.8;return I`<div class=${n.level}>
      <div class="headline figure">
        <span class="value">${dt(t,e.demand)}</span>
        <span class="quiet">${this.t(`this_quarter`)} · ${ft(t,e.used)} · ${this.t(`time_left`,{time:wt(n.left)})}</span>
      </div>
      <div class="bar" role="meter" aria-label=${this.t(`this_quarter`)} aria-valuemin="0" aria-valuemax=${Math.round(e.hold_target)}
        aria-valuenow=${Math.round(e.demand)} aria-valuetext=${r} style="margin-top: 10px">
        <div class="ahead" style="width: ${100*Math.max(n.forecast,n.filled)}%"></div>
        <div class="fill" style="width: ${100*n.filled}%"></div>
        <div class="target" style="left: ${100*n.target}%"></div>
      </div>
      <div class="under figure">
        <span class=${i?`right`:``} style="left: ${i?`100%`:`${100*n.target}%`}">${this.t(`target`,{value:dt(t,e.hold_target)})}</span>
      </div>
      <div class="small quiet">${this.t(n.level===`over`?`heads_over`:`heads_for`,{value:dt(t,e.forecast)})}</div>
    </div>`}facts(e){let{hass:t,peaks:n}=this,r=e?.month_peak??H(t,this.site?.device_id,`month_peak`),i=e?.month_peak_at?new Date(e.month_peak_at):void 0;return I`<dl class="facts figure">
      <div><dt>${this.t(`month_peak`)}</dt><dd>${dt(t.locale,r)}<small>${i?Ct(t,i):L}</small></dd></div>
      ${n?.mean==null?L:I`<div><dt>${this.t(`mean_peak`)}</dt><dd>${dt(t.locale,n.mean)}<small>${this.t(`over_months`,{count:n.mean_of})}</small></dd></div>`}
      ${n?.cost_per_year==null?L:I`<div><dt>${this.t(`cost_per_year`)}</dt><dd>${pt(t,n.cost_per_year)}<small>${n.at_maximum?this.t(`at_maximum`):L}</small></dd></div>`}
    </dl>`}months(){let{hass:e,peaks:t}=this;if(!t?.months.length)return L;let n=Ys(t.months,new Date),r=Math.max(...n.map(({peak:e})=>e?.demand??0),1e3),i=e=>e/r*(Qs-$s-ec);return I`<div style="position: relative">
      <ul class="months figure">
        ${n.map(({month:t,peak:n},r)=>{let a=new Date(`${t}-15T12:00:00Z`),o=n?`${xt(e,a)}: ${dt(e.locale,n.demand)}${n.at?`, ${Ct(e,new Date(n.at))}`:``}`:`${xt(e,a)}: –`;return I`<li class=${r===12?`now`:``} title=${o}>
            <span class="hidden">${o}</span>
            <span class="amount" aria-hidden="true">${n?ut(e.locale,n.demand/1e3,1):``}</span>
            <div class="column ${n?``:`none`}" style="height: ${n?i(n.demand):2}px"></div>
            <span class="label" aria-hidden="true">${xt(e,a,`short`).slice(0,3)}</span>
          </li>`})}
      </ul>
      ${t.mean==null?L:I`<div class="mean" style="bottom: ${$s+i(t.mean)}px"></div>`}
    </div>`}};V([B()],tc.prototype,`live`,void 0),V([B()],tc.prototype,`peaks`,void 0);async function nc(e,t,n){try{return(await e.callWS({type:`call_service`,domain:`overshot`,service:t,service_data:{config_entry_id:n},return_response:!0})).response}catch{return}}async function rc(e,t){let[n,r,i,a]=await Promise.all([nc(e,`get_plan`,t),nc(e,`get_forecast`,t),nc(e,`get_prices`,t),e.callWS({type:`overshot/plan/past`,config_entry_id:t}).then(e=>e.quarters).catch(()=>[])]);return{plan:n,forecast:r,prices:i,past:a}}var ic=60;function ac(e,t,n=0){let r=Math.floor(t/3600)*3600,i=oc(e,r-vs(e,new Date(r*1e3))*3600);for(let t=0;t<n;t++)i=oc(e,i+86400);return i}function oc(e,t){let n=vs(e,new Date(t*1e3));return t+(n<12?-n:24-n)*3600}function sc(e){return Date.parse(e)/1e3}function cc(e){let t=(e??[]).map(e=>({start:sc(e.start),end:sc(e.end),price:e.price})),n=0;return e=>{for(;n<t.length&&(t[n]?.end??0)<=e;)n++;let r=t[n];return r&&r.start<=e?r.price:null}}function lc(e,t,n){return e.batteries.reduce((e,{energy:r})=>{let i=r[t]??0;return e+i+(1-n)*((r[t-1]??i)-i)},0)}function uc(e){return{mean:e,low:e,high:e}}function dc(e,t,n){let{plan:r}=e,i=new Map(e.past.map(e=>[sc(e.start),e])),a=new Map((e.forecast?.quarters??[]).map(e=>[Math.floor(sc(e.start)/900)*900,e])),o=cc(e.prices?.import),s=cc(e.prices?.feed_in),c=(r?.steps??[]).map(e=>({...e,from:sc(e.start),to:sc(e.end)})),l=(r?.batteries??[]).reduce((e,t)=>e+t.capacity,0),u=[],d=0;for(let e=t;e<n;e+=900){let t=e+450;for(;d<c.length&&(c[d]?.to??0)<=t;)d++;let n=c[d],f=n&&n.from<=t?n:void 0,p=i.get(e),m=a.get(e),h=e+900,g=f&&l>0&&r?lc(r,d,Math.min(1,(h-f.from)/(f.to-f.from))):void 0;u.push({at:e,importPrice:o(t)??f?.import_price??null,exportPrice:s(t)??f?.export_price??null,load:m?.load??(f?uc(f.load):p?.planned?.load==null?null:uc(p.planned.load)),solar:m?.solar??(f?uc(f.solar):p?.planned?uc(p.planned.solar):null),devices:f?.devices??p?.planned?.devices??{},grid:f?.grid??p?.planned?.grid??null,measured:p?.measured??null,soc:g===void 0?null:100*g/l,socMeasured:p?.soc??null})}return u}function fc(e,t){let n=new Set((e.plan?.batteries??[]).map(e=>e.name)),r=new Map((e.plan?.loads??[]).map(e=>[e.name,e.kind]));return[...new Set(t.flatMap(e=>Object.keys(e.devices)))].flatMap(e=>{let i=[];for(let a of t){let t=a.devices[e]??0;if(Math.abs(t)<ic)continue;let o=n.has(e)?t>0?`discharge`:`charge`:pc(r.get(e)),s=i.at(-1),c=Math.abs(t)*900/3600;s&&s.end===a.at&&s.kind===o?(s.end=a.at+900,s.energy+=c):i.push({name:e,kind:o,start:a.at,end:a.at+900,energy:c})}return i})}function pc(e){return e===`car`||e===`heat_pump`?e:`load`}function mc(e){let t=e.map(e=>e.importPrice).filter(e=>e!==null).sort((e,t)=>e-t),n=t[Math.floor(t.length/3)]??1/0,r=t[Math.floor(2*t.length/3)]??1/0;return r-n<.01?{cheap:-1/0,dear:1/0}:{cheap:n,dear:r}}var hc=[8,14,0,0],gc=e=>e==null?null:e/1e3;function _c(e,t,n,r){let i=us(t);return{padding:hc,series:[{}],scales:{x:{time:!0,range:(e,t,n)=>[t,n+900]}},axes:[hs(e,i,r),ps(e,i,n)],tzDate:e=>new Date(e*1e3),hooks:{draw:[e=>vc(e,i.text)]}}}function vc(e,t){let n=Date.now()/1e3,[r,i]=[e.scales.x?.min??0,e.scales.x?.max??0];if(n<r||n>i)return;let a=Math.round(e.valToPos(n,`x`,!0)),{ctx:o}=e;o.save(),o.strokeStyle=t,o.lineWidth=devicePixelRatio,o.setLineDash([3*devicePixelRatio,3*devicePixelRatio]),o.beginPath(),o.moveTo(a,e.bbox.top),o.lineTo(a,e.bbox.top+e.bbox.height),o.stroke(),o.restore()}function yc(e,t,n,r){let i=cs.paths.spline?.(),a=[t.map(e=>gc(e.solar?.high)),t.map(e=>gc(e.solar?.low)),t.map(e=>gc(e.solar?.mean)),t.map(e=>gc(e.load?.high)),t.map(e=>gc(e.load?.low)),t.map(e=>gc(e.load?.mean)),t.map(e=>gc(e.measured?.solar)),t.map(e=>gc(e.measured?.load))];return{name:`power`,height:n,data:[t.map(e=>e.at),...a],options:t=>{let[n,a]=[Nt(t,`solar`),Nt(t,`house`)],o=()=>({stroke:`transparent`,width:0,paths:i,points:{show:!1}}),s=(e,t={})=>({stroke:e,width:1.5,paths:i,points:{show:!1},...t});return{..._c(e,t,0,r),scales:{..._c(e,t,0,r).scales,y:{range:(e,t,n)=>[0,Math.max(1,n*1.08)]}},series:[{},o(),o(),s(n,{fill:bs(n,.12)}),o(),o(),s(a,{dash:[5,4]}),s(n,{width:2.5}),s(a,{width:2.5})],bands:[{series:[1,2],fill:bs(n,.16)},{series:[4,5],fill:bs(a,.14)}]}}}}function bc(e,t,n,r){let{cheap:i,dear:a}=mc(t),o=e=>t.map(t=>t.importPrice!==null&&e(t.importPrice)?t.importPrice:null),s=[o(e=>e<=i),o(e=>e>i&&e<a),o(e=>e>=a),t.map(e=>e.exportPrice)],c=t.flatMap(e=>[e.importPrice,e.exportPrice]).filter(e=>e!==null),[l,u]=[Math.min(0,...c),Math.max(.05,...c)];return{name:`price`,height:n,data:[t.map(e=>e.at),...s],options:t=>{let n=cs.paths.bars?.({size:[.92,40],align:1}),i=e=>({fill:e,stroke:e,width:0,paths:n,points:{show:!1}});return{..._c(e,t,2,r),scales:{..._c(e,t,2,r).scales,y:{range:[l*1.1,u*1.1]}},series:[{},i(bs(Nt(t,`export`),.75)),i(bs(Nt(t,`price`),.55)),i(bs(Nt(t,`import`),.8)),{stroke:Nt(t,`export`),width:1.5,paths:cs.paths.stepped?.({align:1}),points:{show:!1}}]}}}}function xc(e,t,n,r){return{name:`soc`,height:n,data:[t.map(e=>e.at),t.map(e=>e.soc),t.map(e=>e.socMeasured)],options:t=>{let n=Nt(t,`battery`);return{..._c(e,t,0,r),axes:[hs(e,us(t),r),ps(e,us(t),0,{splits:()=>[0,50,100]})],scales:{..._c(e,t,0,r).scales,y:{range:[0,104]}},series:[{},{stroke:n,width:1.5,dash:[5,4],fill:bs(n,.12),points:{show:!1}},{stroke:n,width:2.5,points:{show:!1}}]}}}}var Sc=o`
  .ranges {
    display: inline-flex;
    border-radius: 999px;
    background: var(--soft);
    padding: 3px;
  }
  .ranges button {
    min-height: 32px;
    padding: 0 12px;
    border-radius: 999px;
    font-size: 13px;
  }
  .ranges button[aria-pressed="true"] {
    background: var(--card-background-color, #fff);
    box-shadow: 0 1px 3px rgba(0, 0, 0, 0.16);
    font-weight: 500;
  }
  .values {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: 13px;
    line-height: 1.5;
    min-height: 40px;
    align-content: flex-start;
  }
  .values > span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    white-space: nowrap;
  }
  .values > .quiet {
    white-space: normal;
  }
  .values b {
    font-weight: 500;
  }
  .mark {
    width: 10px;
    height: 10px;
    border-radius: 3px;
    background: var(--tone);
  }
  .mark.line {
    height: 3px;
    width: 14px;
  }
  .panel {
    display: flex;
    flex-direction: column;
    gap: 0;
  }
  .panel h3 {
    margin: 0 0 -2px;
    font-size: 12px;
    font-weight: 400;
    color: var(--quiet);
  }
  .blocks {
    position: relative;
    margin: 4px 14px 0 0;
    display: grid;
    grid-template-columns: 1fr;
    gap: 4px;
  }
  .row {
    position: relative;
    height: 26px;
    margin-left: 38px;
    border-radius: 6px;
    background: var(--soft);
    overflow: hidden;
  }
  .row-name {
    font-size: 12px;
    color: var(--quiet);
    margin-left: 38px;
    margin-bottom: -3px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .block {
    position: absolute;
    top: 3px;
    bottom: 3px;
    border-radius: 5px;
    background: var(--tone);
    color: #08161a;
    font-size: 11px;
    line-height: 20px;
    padding: 0 5px;
    overflow: hidden;
    white-space: nowrap;
    box-sizing: border-box;
    min-width: 3px;
  }
  .block.give {
    background: repeating-linear-gradient(
      -45deg,
      var(--tone) 0 5px,
      color-mix(in srgb, var(--tone) 72%, #fff) 5px 10px
    );
  }
  .line-now {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 0;
    border-left: 1px dashed var(--quiet);
  }
`,Cc={car:`car`,heat_pump:`heat_pump`,load:`load`,charge:`battery`,discharge:`battery`},wc=6e4,Tc=640,Ec=class extends qe{constructor(...e){super(...e),this.at=null,this.serials=new WeakMap,this.count=0}static{this.styles=[Pt,Sc]}static getConfigForm(){return Je([{name:`compact`,selector:{boolean:{}}}],{compact:`editor_compact`})}static getStubConfig(){return{compact:!1}}getGridOptions(){return{columns:this.config?.compact?12:`full`,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.load(e),this.timer=setInterval(()=>{document.hidden||this.load(e)},wc)}leave(){clearInterval(this.timer)}watched(){return[nt(this.hass,this.site?.device_id,`plan_status`)]}willUpdate(e){super.willUpdate(e);let t=this.site&&rt(this.hass,this.site.device_id,`plan_status`)?.attributes.made_at;this.site&&t!==this.madeAt&&(this.madeAt!==void 0&&this.load(this.site),this.madeAt=t)}async load(e){this.told=await rc(this.hass,e.entry_id)}draw(){let{told:e}=this,t=this.config.title||this.t(`plan`);if(!e)return I`<ha-card aria-busy="true"><header><h2>${t}</h2></header></ha-card>`;let n=this.config.compact?`ahead`:this.range??(this.clientWidth>=Tc?`both`:`ahead`),{rows:r,blocks:i,panels:a}=this.content(e,n),o=this.at===null?void 0:r[this.at];return I`<ha-card>
      <header><h2>${t}</h2>${this.config.compact?L:this.ranges(n)}</header>
      ${e.plan?L:I`<div class="note"><ha-icon icon="mdi:information-outline"></ha-icon>${this.t(`no_plan`)}</div>`}
      <div class="values figure" role=${o?`status`:L}>${o?this.values(o):this.summary(e)}</div>
      ${a.map(e=>this.panel(e,n))}
      ${i.length&&!this.config.compact?this.gantt(i,r):L}
    </ha-card>`}content(e,t){let n=Date.now()/1e3,r=Math.floor(n/900)*900,i=[t,this.hass.themes?.darkMode?`dark`:`light`,r,this.hass.locale.language,this.serial(e)].join();if(this.shown?.key===i)return this.shown;let[a,o,s]=[0,1,2].map(e=>ac(this.hass,n,e)),[c,l]={today:[a,o],tomorrow:[o,s],both:[a,s],ahead:[r-7200,r+79200]}[t],u=dc(e,c,l),d=this.config.compact??!1,f=!d&&u.some(e=>e.soc!==null||e.socMeasured!==null),p=u.some(e=>e.importPrice!==null),m=[yc(this.hass,u,d?130:190,!p&&!f)];return p&&m.push(bc(this.hass,u,d?110:130,!f)),f&&m.push(xc(this.hass,u,110,!0)),this.shown={key:i,rows:u,blocks:fc(e,u),panels:m},this.shown}serial(e){let t=this.serials.get(e);return t===void 0&&this.serials.set(e,t=++this.count),t}ranges(e){return I`<div class="ranges" role="group" aria-label=${this.t(`range`)}>
      ${[`ahead`,`today`,`tomorrow`,`both`].map(t=>I`<button
          aria-pressed=${t===e}
          @click=${()=>{this.range=t,this.at=null}}
        >${this.t(`range_${t}`)}</button>`)}
    </div>`}panel(e,t){let n={power:`panel_power`,price:`panel_price`,soc:`panel_soc`},r={power:`kW`,price:`${this.hass.config.currency}/kWh`,soc:`%`}[e.name];return I`<div class="panel">
      <h3>${this.t(n[e.name])} (${r})</h3>
      <overshot-chart
        .label=${this.t(`chart_label`,{name:this.t(n[e.name])})}
        .options=${e.options}
        .data=${e.data}
        .height=${e.height}
        .look=${`${t}${this.shown?.key}`}
        .at=${this.at}
        @point=${e=>this.at=e.detail}
      ></overshot-chart>
    </div>`}summary(e){let{plan:t,prices:n}=e,{hass:r}=this,i=rt(r,this.site?.device_id,`plan_status`),a=n?.known_until?new Date(n.known_until):void 0;return I`${this.legend()}
    ${t&&!this.config.compact?I`<span class="quiet">${[i?r.formatEntityState(i):t.status,this.t(`made_at`,{time:vt(r,new Date(t.made_at))}),t.cost===void 0?``:this.t(`plan_cost`,{cost:pt(r,t.cost),until:Ct(r,new Date(t.until))}),a?this.t(`prices_until`,{time:Ct(r,a)}):``].filter(Boolean).join(` · `)}</span>`:L}`}legend(){return I`${[[`solar`,`solar`,``],[`house`,`house_load`,`line`]].map(([e,t,n])=>I`<span><span class="mark ${n}" style="--tone: ${Mt(e)}"></span>${this.t(t)}</span>`)}<span class="quiet">${this.t(`legend_lines`)}</span>`}values(e){let{hass:t}=this,{locale:n}=t,r=(e,t)=>t==null?dt(n,e):`${dt(n,t)} (${this.t(`planned_value`,{value:dt(n,e)})})`,i=e=>e===null?`–`:pt(t,e,3);return[[void 0,``,Ct(t,new Date(e.at*1e3))],[`price`,this.t(`import_price`),i(e.importPrice)],[`export`,this.t(`export_price`),i(e.exportPrice)],[`solar`,this.t(`solar`),r(e.solar?.mean,e.measured?.solar)],[`house`,this.t(`house`),r(e.load?.mean,e.measured?.load)],...e.soc!==null||e.socMeasured!==null?[[`battery`,this.t(`battery`),U(n,e.socMeasured??e.soc,`%`)]]:[],...Object.entries(e.devices).filter(([t,n])=>Math.abs(n)>=60||Math.abs(e.measured?.devices[t]??0)>=60).map(([t,n])=>[this.toneOf(t),t,r(n,e.measured?.devices[t])]),...e.grid===null?[]:[[`import`,this.t(`grid`),r(e.grid,e.measured?.grid)]]].map(([e,t,n])=>I`<span>
        ${e?I`<span class="mark" style="--tone: ${Mt(e)}"></span>`:L}${t} <b>${n}</b>
      </span>`)}toneOf(e){let t=this.shown?.blocks.find(t=>t.name===e);return t?Cc[t.kind]:`load`}gantt(e,t){let n=t[0]?.at??0,r=(t.at(-1)?.at??0)+900,i=r-n,a=e=>`${100*(e-n)/i}%`,o=Date.now()/1e3,s=[...new Set(e.map(e=>e.name))],{hass:c}=this;return I`<div class="blocks" role="list" aria-label=${this.t(`planned_blocks`)}>
      ${s.map(t=>I`<span class="row-name">${t}</span>
          <div class="row">
            ${e.filter(e=>e.name===t).map(e=>{let r=`${this.t(`block_${e.kind}`)} ${vt(c,new Date(e.start*1e3))}–${vt(c,new Date(e.end*1e3))}, ${ft(c.locale,e.energy)}`;return I`<span
                  class="block ${e.kind===`discharge`?`give`:``}"
                  role="listitem"
                  title=${r}
                  aria-label="${t}: ${r}"
                  style="--tone: ${Mt(Cc[e.kind])}; left: ${a(e.start)}; width: ${a(n+e.end-e.start)}"
                >${(e.end-e.start)/i>.07?ft(c.locale,e.energy):``}</span>`})}
            ${o>n&&o<r?I`<span class="line-now" style="left: ${a(o)}"></span>`:L}
          </div>`)}
    </div>`}};V([B()],Ec.prototype,`told`,void 0),V([B()],Ec.prototype,`range`,void 0),V([B()],Ec.prototype,`at`,void 0);var Dc=[`running`,`finished`,`interrupted`,`imported`],Oc=[`this_month`,`last_month`,`this_year`,`last_year`,`all`];function kc(e){return Object.fromEntries(Object.entries(e).filter(([,e])=>e))}function Ac(e,t,n,r,i){return e.callWS({type:`overshot/sessions/list`,config_entry_id:t,...kc(n),sort:r,descending:i,limit:500})}async function jc(e,t,n,r,i){let{url:a}=await e.callWS({type:`overshot/sessions/export`,config_entry_id:t,...kc(n),by:r,format:i,language:e.locale.language.split(`-`)[0]});return e.hassUrl(a)}function Mc(e,t,n=!1){if(t.length===7){let r=new Date(`${t}-15T12:00:00Z`);return n?xt(e,r):xt(e,r,`short`).slice(0,3)}return n?bt(e,new Date(`${t}T12:00:00Z`)):String(Number(t.slice(8)))}function Nc(e,t){let n=t.map(({sum:e})=>e.sun+e.battery+e.grid);return{data:[t.map((e,t)=>t),n,t.map(({sum:e})=>e.sun+e.battery),t.map(({sum:e})=>e.sun)],options:n=>{let r=us(n),i=Math.ceil(t.length/Math.max(4,Math.floor(n.clientWidth/34))),a=e=>({fill:xs(e,r.background,.92),stroke:e,width:0,paths:cs.paths.bars?.({size:[.7,40],radius:.12}),points:{show:!1}});return{padding:[8,8,0,0],scales:{x:{time:!1,range:[-.5,Math.max(t.length-.5,6.5)]},y:{range:(e,t,n)=>[0,Math.max(1,n*1.1)]}},axes:[{stroke:r.text,font:`11px Roboto, system-ui, sans-serif`,size:24,gap:4,ticks:{show:!1},grid:{show:!1},splits:()=>t.map((e,t)=>t).filter(e=>e%i===0),values:(n,r)=>r.map(n=>Mc(e,t[n]?.key??``))},ps(e,r,0)],series:[{},a(Nt(n,`import`)),a(Nt(n,`battery`)),a(Nt(n,`solar`))]}}}}function Pc(e,t){let n=(e.solar??0)+(e.battery_solar??0),r=(e.battery_grid??0)+(e.battery_unknown??0);return{sun:n,battery:r,grid:Math.max(0,t-n-r)}}var Fc=45;function Ic(e,t){if(!t.length)return[];let n=t.map(t=>Bs(e,new Date(t.started))),[r,i]=[n.reduce((e,t)=>e<t?e:t),n.reduce((e,t)=>e>t?e:t)],a=(Date.parse(i)-Date.parse(r))/864e5>Fc,o=a?7:10,s=new Map;for(let e=new Date(`${r.slice(0,o)}${a?`-01`:``}T12:00:00Z`);;){let t=e.toISOString().slice(0,o);if(t>i.slice(0,o))break;s.set(t,{key:t,sum:{sun:0,battery:0,grid:0},count:0}),a?e.setUTCMonth(e.getUTCMonth()+1):e.setUTCDate(e.getUTCDate()+1)}return t.forEach((e,t)=>{let r=s.get((n[t]??``).slice(0,o));if(!r)return;let i=Pc(e.sources,e.energy);r.count+=1,r.sum.sun+=i.sun,r.sum.battery+=i.battery,r.sum.grid+=i.grid}),[...s.values()]}function Lc(e,t){let n=new Map;for(let r of e){let[e,i]=t===`person`?[r.person_id,r.person]:[r.vehicle_id,r.vehicle];e&&i&&n.set(e,i)}return[...n].sort(([,e],[,t])=>e.localeCompare(t))}var Rc=o`
  .filters {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  select {
    font: inherit;
    font-size: 13px;
    color: inherit;
    background: var(--soft);
    border: 0;
    border-radius: 999px;
    min-height: 36px;
    padding: 0 12px;
    max-width: 100%;
  }
  option {
    color: var(--primary-text-color);
    background: var(--card-background-color);
  }
  .totals {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(104px, 1fr));
    gap: 12px;
    margin: 0;
  }
  .totals dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .totals dd {
    margin: 0;
    font-size: 18px;
    font-weight: 500;
    white-space: nowrap;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: 12px;
    color: var(--quiet);
  }
  .legend span {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .mark {
    width: 10px;
    height: 10px;
    border-radius: 3px;
    background: var(--tone);
  }
  .scroll {
    overflow-x: auto;
    margin: 0 -16px;
    padding: 0 16px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
    font-size: 14px;
  }
  th {
    text-align: left;
    font-size: 12px;
    font-weight: 400;
    color: var(--quiet);
    padding: 0 12px 6px 0;
    white-space: nowrap;
  }
  th button {
    min-height: 28px;
    color: inherit;
  }
  th button[aria-pressed="true"] {
    color: var(--primary-text-color);
    font-weight: 500;
  }
  th.number,
  td.number {
    text-align: right;
  }
  td {
    padding: 9px 12px 9px 0;
    border-top: 1px solid var(--line);
    white-space: nowrap;
  }
  th:last-child,
  td:last-child {
    padding-right: 0;
  }
  td .share {
    display: inline-flex;
    width: 54px;
    height: 8px;
    border-radius: 4px;
    overflow: hidden;
    background: var(--line);
    vertical-align: middle;
    margin-right: 8px;
  }
  td .percent {
    display: inline-block;
    min-width: 44px;
  }
  .share i {
    display: block;
    height: 100%;
    background: var(--tone);
  }
  tr.open td {
    border-top: 0;
    padding-top: 0;
    white-space: normal;
  }
  .details {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
    gap: 8px 12px;
    margin: 0;
    padding: 10px 12px;
    border-radius: var(--radius);
    background: var(--soft);
    font-size: 13px;
  }
  .details dt {
    font-size: 12px;
    color: var(--quiet);
  }
  .details dd {
    margin: 0;
  }
  .unfold {
    text-align: left;
    min-height: 28px;
    text-decoration: underline;
    text-decoration-color: var(--line);
    text-underline-offset: 4px;
  }
  .bottom {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
  }
  .bottom .push {
    margin-left: auto;
  }
  @container (max-width: 560px) {
    .wide {
      display: none;
    }
  }
`,zc=6e4,Bc=10,Vc=[[`sun`,`solar`,`part_solar`],[`battery`,`battery`,`part_battery`],[`grid`,`import`,`part_grid`]],Hc=[[`address`,`csv`,`file_address`],[`location`,`csv`,`file_location`],[`owner`,`csv`,`file_owner`],[`owner`,`monthly_csv`,`file_monthly`],[`owner`,`html`,`file_report`]],Uc=class extends qe{constructor(...e){super(...e),this.sort=`started`,this.descending=!0,this.failed=!1,this.pages=1,this.at=null,this.file=0,this.fileFailed=!1,this.names={person:[],vehicle:[]},this.asked=0}static{this.styles=[Pt,Rc]}static getConfigForm(){return Je([{name:`period`,selector:{select:{options:[...Oc],mode:`dropdown`}}}],{period:`editor_period`})}static getStubConfig(){return{}}getGridOptions(){return{columns:`full`,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.load(e),this.timer=setInterval(()=>{document.hidden||this.load(e)},zc)}leave(){clearInterval(this.timer)}get wanted(){return this.filter??{period:this.config.period??`this_month`}}async load(e){let t=++this.asked,n=this.wanted;try{let r=await Ac(this.hass,e.entry_id,n,this.sort,this.descending);if(t!==this.asked)return;this.answer=r,this.failed=!1;for(let e of[`person`,`vehicle`])!n.person&&!n.vehicle&&(this.names[e]=Lc(r.sessions,e))}catch{t===this.asked&&(this.failed=!0)}}choose(e){this.filter={...this.wanted,...e},this.pages=1,this.at=null,this.unfolded=void 0,this.site&&this.load(this.site)}sortBy(e){this.descending=this.sort!==e||!this.descending,this.sort=e,this.site&&this.load(this.site)}draw(e){let{answer:t}=this;return I`<ha-card>
      <header><h2>${this.config.title||this.t(`sessions`)}</h2></header>
      ${this.filters(e)}
      ${this.failed?I`<div class="note"><ha-icon icon="mdi:database-alert-outline"></ha-icon>${this.t(`no_records`)}</div>`:L}
      ${t?I`${this.totals(t)} ${t.sessions.length?I`${this.chart(t)} ${this.table(t)}`:I`<div class="note"><ha-icon icon="mdi:ev-plug-type2"></ha-icon>${this.t(`no_sessions`)}</div>`}`:L}
      ${t?this.bottom(e,t):L}
    </ha-card>`}filters(e){let{wanted:t}=this,n=Le(e,`charge_point`),r=(e,n,r,i)=>I`<select
      aria-label=${this.t(e)}
      @change=${e=>this.choose({[n]:e.target.value||void 0})}
    >
      ${i?I`<option value="" ?selected=${!t[n]}>${this.t(i)}</option>`:L}
      ${r.map(([e,r])=>I`<option value=${e} ?selected=${t[n]===e}>${r}</option>`)}
    </select>`;return I`<div class="filters" role="group" aria-label=${this.t(`filter`)}>
      ${r(`period`,`period`,Oc.map(e=>[e,this.t(`sessions_${e}`)]))}
      ${n.length>1?r(`filter_point`,`charge_point`,n.map(e=>[e.id,e.name]),`every_point`):L}
      ${this.names.person.length?r(`filter_person`,`person`,[...this.names.person,[`unknown`,this.t(`nobody_known`)]],`everybody`):L}
      ${this.names.vehicle.length?r(`filter_vehicle`,`vehicle`,this.names.vehicle,`every_vehicle`):L}
      ${r(`filter_status`,`status`,Dc.map(e=>[e,this.t(`session_${e}`)]),`every_status`)}
    </div>`}totals({totals:e}){let{hass:t}=this,{locale:n}=t;return I`<div role="status"><dl class="totals figure">
      ${[[`sessions_count`,ut(n,e.count)],[`energy`,U(n,e.energy,`kWh`,+(e.energy<100))],[`from_sun`,e.solar_share===null?null:U(n,e.solar_share,`%`)],[`cost`,e.cost===null||e.count===e.sessions_without_cost?null:pt(t,e.cost)],[`duration`,`${Tt(e.duration*3600)} h`],[`reimbursement`,e.reimbursement?pt(t,e.reimbursement):null],[`distance`,e.distance>=1?U(n,e.distance,`km`):null]].map(([e,t])=>t===null?L:I`<div><dt>${this.t(e)}</dt><dd>${t}</dd></div>`)}
    </dl></div>`}chart(e){let t=this.hass.themes?.darkMode??!1;if(this.drawn?.answer!==e||this.drawn.dark!==t){let n=Ic(this.hass,e.sessions);this.drawn={answer:e,dark:t,list:n,chart:Nc(this.hass,n)}}let{chart:n,list:r}=this.drawn,i=this.at===null?void 0:r[this.at],a=i?.sum??Pc(e.totals.sources,e.totals.energy);return I`<div class="legend figure" role=${i?`status`:L}>
        ${i?I`<b>${Mc(this.hass,i.key,!0)}</b>`:L}
        ${Vc.filter(([e])=>a[e]>.05).map(([e,t,n])=>I`<span><span class="mark" style="--tone: ${Mt(t)}"></span>${this.t(n)} ${U(this.hass.locale,a[e],`kWh`,1)}</span>`)}
      </div>
      <overshot-chart
        .label=${this.t(`chart_label`,{name:this.t(`sessions`)})}
        .options=${n.options}
        .data=${n.data}
        .look=${this.drawn}
        .height=${160}
        .at=${this.at}
        @point=${e=>this.at=e.detail}
      ></overshot-chart>
      ${e.totals.count>500?I`<div class="small quiet">${this.t(`sessions_most`,{count:500})}</div>`:L}`}table(e){let t=(e,t,n=`number`)=>I`<th class=${n} scope="col" aria-sort=${this.sort===e?this.descending?`descending`:`ascending`:`none`}><button aria-pressed=${this.sort===e} @click=${()=>this.sortBy(e)}>${this.t(t)}${this.sort===e?this.descending?` ↓`:` ↑`:``}</button></th>`,n=e.sessions.slice(0,Bc*this.pages);return I`<div class="scroll">
        <table class="figure">
          <caption class="hidden">${this.t(`sessions`)}</caption>
          <thead><tr>
            ${t(`started`,`session_start`,``)}
            <th class="wide" scope="col">${this.t(`filter_point`)}</th>
            <th class="wide" scope="col">${this.t(`who`)}</th>
            ${t(`duration`,`duration`,`number wide`)}
            ${t(`energy`,`energy`)}
            ${t(`solar_share`,`from_sun`,`number wide`)}
            ${t(`cost`,`cost`)}
          </tr></thead>
          <tbody>${n.map(e=>this.row(e))}</tbody>
        </table>
      </div>
      ${n.length<e.sessions.length?I`<button class="button" @click=${()=>this.pages++}>${this.t(`show_more`,{count:e.sessions.length-n.length})}</button>`:L}`}row(e){let{hass:t}=this,{locale:n}=t,r=this.unfolded===e.id;return I`<tr>
        <td>
          <button class="unfold" aria-expanded=${r} @click=${()=>this.unfolded=r?void 0:e.id}>
            ${Ct(t,new Date(e.started))}
          </button>
          ${e.status===`finished`?L:I`<span class="chip" style=${e.status===`running`?`--tone: var(--success-color, #43a047)`:``}><span class="dot"></span>${this.t(`session_${e.status}`)}</span>`}
        </td>
        <td class="wide">${e.charge_point_name}</td>
        <td class="wide">${[e.person??e.card,e.vehicle].filter(Boolean).join(` · `)||`–`}</td>
        <td class="number wide">${Tt(e.duration*3600)} h</td>
        <td class="number">${U(n,e.energy,`kWh`,1)}</td>
        <td class="number wide">${this.share(e)}<span class="percent">${e.solar_share===null?`–`:U(n,e.solar_share,`%`)}</span></td>
        <td class="number">${pt(t,e.cost)}</td>
      </tr>
      ${r?I`<tr class="open"><td colspan="7">${this.details(e)}</td></tr>`:L}`}share(e){let t=Pc(e.sources,e.energy);return I`<span class="share" aria-hidden="true">
      ${Vc.map(([n,r])=>I`<i style="--tone: ${Mt(r)}; width: ${e.energy>0?100*t[n]/e.energy:0}%"></i>`)}
    </span>`}details(e){let{hass:t}=this,{locale:n}=t,r=Pc(e.sources,e.energy),i=e.ended?new Date(e.ended):void 0,a=(e,t)=>t?this.t(`about`,{value:e}):e;return I`<dl class="details">
      ${[[`session_start`,a(Ct(t,new Date(e.started)),e.start_estimated)],[`session_end`,i?a(vt(t,i),e.end_estimated):this.t(`session_running`)],[`charging_time`,e.charging_time>0?`${Tt(e.charging_time*3600)} h`:null],[`filter_point`,e.charge_point_name||null],[`who`,e.person??e.card],[`filter_vehicle`,e.vehicle],...Vc.map(([e,,t])=>[t,r[e]>.005?U(n,r[e],`kWh`,2):null]),[`estimated`,e.estimated>.005?U(n,e.estimated,`kWh`,2):null],[`price`,e.price===null?null:`${pt(t,e.price,3)}/kWh`],[`reimbursement`,e.reimbursement===null?null:pt(t,e.reimbursement)],[`average_power`,e.average_power===null?null:U(n,e.average_power,`kW`,1)],[`max_power`,e.max_power===null?null:U(n,e.max_power,`kW`,1)],[`distance`,e.distance===null?null:U(n,e.distance,`km`)],[`co2`,e.co2===null?null:U(n,e.co2,`kg`,2)]].map(([e,t])=>t===null?L:I`<div><dt>${this.t(e)}</dt><dd>${t}</dd></div>`)}
    </dl>`}bottom(e,t){return!this.hass.user?.is_admin||!t.totals.count?L:I`<div class="bottom">
      <select class="push" aria-label=${this.t(`file_kind`)} @change=${e=>this.file=e.target.selectedIndex}>
        ${Hc.map(([,,e],t)=>I`<option ?selected=${t===this.file}>${this.t(e)}</option>`)}
      </select>
      <button class="button" @click=${()=>this.take(e)}><ha-icon icon="mdi:download"></ha-icon>${this.t(`download`)}</button>
      ${this.fileFailed?I`<span class="small" role="alert">${this.t(`download_failed`)}</span>`:L}
    </div>`}async take(e){let[t,n]=Hc[this.file]??[`address`,`csv`];try{let r=await jc(this.hass,e.entry_id,this.wanted,t,n),i=document.createElement(`a`);i.href=r,n===`html`?i.target=`_blank`:i.download=``,i.rel=`noopener`,i.click(),this.fileFailed=!1}catch{this.fileFailed=!0}}};V([B()],Uc.prototype,`filter`,void 0),V([B()],Uc.prototype,`sort`,void 0),V([B()],Uc.prototype,`descending`,void 0),V([B()],Uc.prototype,`answer`,void 0),V([B()],Uc.prototype,`failed`,void 0),V([B()],Uc.prototype,`pages`,void 0),V([B()],Uc.prototype,`unfolded`,void 0),V([B()],Uc.prototype,`at`,void 0),V([B()],Uc.prototype,`file`,void 0),V([B()],Uc.prototype,`fileFailed`,void 0);var Wc=class extends Ee{static{this.styles=o`
    a {
      display: inline-flex;
      align-items: center;
      min-height: 36px;
      padding: 0 16px;
      border-radius: 999px;
      color: var(--primary-text-color);
      background: var(--card-background-color);
      border: 1px solid var(--divider-color);
      font-size: 14px;
      text-decoration: none;
    }
    a[aria-current] {
      border-color: var(--primary-color);
      color: var(--primary-color);
    }
  `}setConfig(e){this.config=e}render(){let{name:e=``,path:t=``,here:n=!1}=this.config??{};return I`<a href=${t} aria-current=${n?`page`:L} @click=${this.go}>${e}</a>`}go(e){e.preventDefault();let t=location.pathname.split(`/`).slice(0,2).join(`/`);history.pushState(null,``,`${t}/${this.config?.path}`),Xe(this,`location-changed`,{replace:!1})}};V([B()],Wc.prototype,`config`,void 0);var Gc={grid_options:{columns:12}};function Kc(e,t,n,r=1){let i=n.filter(e=>e!==void 0);return i.length?[{type:`grid`,cards:[...e?[{type:`heading`,heading:e,icon:t}]:[],...i],...r>1?{column_span:r}:{}}]:[]}function qc(e,t,n={}){return{type:`custom:overshot-${t}-card`,site:e.site.entry_id,...n}}function $(e,t,n,r={},i){let a=nt(e.hass,t,n,i);return a?{type:`tile`,entity:a,name:{type:`entity`},...r}:void 0}function Jc(e,t,n,r={}){return $(e,t,n,{features:[{type:`select-options`}],...Gc,...r},`select`)}function Yc(e,t,n,r={}){return $(e,t,n,{features:[{type:`numeric-input`,style:`buttons`}],...r},`number`)}function Xc(e,t,n,r={}){return $(e,t,n,{tap_action:{action:`toggle`},...r},`switch`)}function Zc(e){let{site:t,t:n}=e,r=Le(t,`charge_point`);if(r.length||Le(t,`controller`).length)return{title:n(`view_charging`),path:`charging`,icon:`mdi:ev-station`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...r.flatMap(t=>Kc(void 0,``,[qc(e,`charge-point`,{device:t.device_id}),...r.length===1?[Qc(n(`settings`)),...$c(e,t)]:[]])),...Kc(void 0,``,[qc(e,`sessions`,{grid_options:{columns:`full`}})],r.length===1?2:3),...r.length>1?r.flatMap(t=>Kc(t.name,`mdi:tune-variant`,$c(e,t))):[],...Kc(n(`all_charging`),`mdi:car-multiple`,[Jc(e,t.device_id,`surplus_priority`),Jc(e,t.device_id,`tie_break`),Yc(e,t.device_id,`charging_limit`),Xc(e,t.device_id,`lock_battery`)])]}}function Qc(e){return{type:`heading`,heading:e,icon:`mdi:tune-variant`}}function $c(e,t){let n=t.device_id;return[$(e,n,`max_current`,{features:[{type:`numeric-input`,style:`slider`}],grid_options:{columns:12}},`number`),Jc(e,n,`phase_management`),Jc(e,n,`access`),Yc(e,n,`hold_time`),Yc(e,n,`priority`),Xc(e,n,`blocked`),Xc(e,n,`control`)]}var el=[[`grid_power`,`sensor`],[`solar_power`,`sensor`],[`battery_power`,`sensor`],[`state_of_charge`,`sensor`],[`charging_power`,`sensor`],[`sg_ready`,`sensor`],[`power`,`sensor`]];function tl(e){return{title:e.t(`view_devices`),path:`devices`,icon:`mdi:devices`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...Kc(void 0,``,[qc(e,`devices`,{grid_options:{columns:`full`}})],3),...e.site.devices.flatMap(t=>nl(e,t))]}}function nl(e,t){let n=t.device_id;return Kc(Re(e.hass,t),`mdi:chip`,[$(e,n,`connection_status`),Xc(e,n,`control`),$(e,n,`reason`,{grid_options:{columns:12}},`sensor`),...el.map(([t,r])=>$(e,n,t,{},r))])}function rl(e){let{t}=e;return{title:t(`view_history`),path:`history`,icon:`mdi:chart-bar`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:Kc(void 0,``,[qc(e,`history`,{grid_options:{columns:`full`}})],3)}}function il(e){let{site:t,t:n}=e,r=Le(t,`charge_point`);return{title:n(`view_now`),path:`now`,icon:`mdi:home-lightning-bolt-outline`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...Kc(void 0,``,[qc(e,`flow`,{grid_options:{columns:12}}),$(e,t.device_id,`import_price`,{color:`orange`}),$(e,t.device_id,`feed_in_price`,{color:`green`}),$(e,t.device_id,`cost_today`,{color:`orange`}),$(e,t.device_id,`revenue_today`,{color:`green`}),$(e,t.device_id,`co2_saved_now`,{color:`teal`}),$(e,t.device_id,`autarky`,{color:`amber`}),$(e,t.device_id,`expected_solar_remaining`,{color:`amber`,name:n(`sun_left`)}),$(e,t.device_id,`plan_status`,{color:`teal`})]),...Kc(void 0,``,r.slice(0,3).map(t=>qc(e,`charge-point`,{device:t.device_id}))),...Kc(void 0,``,[qc(e,`peak`,{compact:!0}),qc(e,`plan`,{compact:!0})])]}}function al(e){let{site:t,t:n}=e,r=t.device_id;return{title:n(`view_peaks`),path:`peaks`,icon:`mdi:summit`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...Kc(void 0,``,[qc(e,`peak`,{grid_options:{columns:`full`}}),{type:`heading`,heading:n(`phases`),icon:`mdi:sine-wave`},...[1,2,3].map(t=>$(e,r,`headroom_l${t}`,{grid_options:{columns:4},name:`L${t}`})),$(e,r,`unbalance`,{grid_options:{columns:6}}),$(e,r,`expected_peak`,{grid_options:{columns:6}})],2),...Kc(n(`settings`),`mdi:tune-variant`,[Xc(e,r,`peak_control`,Gc),Xc(e,r,`capacity_tariff`,Gc),Yc(e,r,`wished_peak`,Gc),Yc(e,r,`peak_buffer`,Gc),Xc(e,r,`boost_obeys_peak`,Gc),$(e,r,`peak_order`,{features:[{type:`select-options`}],...Gc},`select`),Jc(e,r,`peak_limit`)])]}}function ol(e){let{site:t,t:n}=e,r=t.device_id,i=$(e,r,`planned_charging`,{},`calendar`);return{title:n(`view_plan`),path:`plan`,icon:`mdi:clipboard-text-clock-outline`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...Kc(void 0,``,[qc(e,`plan`,{grid_options:{columns:`full`}})],3),...Kc(n(`prices`),`mdi:currency-eur`,[$(e,r,`import_price`,{color:`orange`}),$(e,r,`feed_in_price`,{color:`green`}),$(e,r,`next_cheap_quarter`,{color:`green`,...Gc}),$(e,r,`next_expensive_quarter`,{color:`red`,...Gc}),$(e,r,`best_hour`,{color:`teal`,...Gc}),$(e,r,`expected_cost_today`),$(e,r,`expected_cost_tomorrow`)]),...Kc(n(`batteries`),`mdi:home-battery`,[Jc(e,r,`battery_strategy`),...Le(t,`battery`).map(t=>$(e,t.device_id,`plan_reason`,{color:`cyan`,name:t.name,...Gc})),Yc(e,r,`min_soc`),Yc(e,r,`peak_buffer`)]),...Kc(n(`calendar`),`mdi:calendar-clock`,[i&&{type:`calendar`,entities:[i.entity],initial_view:`listWeek`,grid_options:{columns:12,rows:6}}])]}}var sl=[`now`,`charging`,`plan`,`history`,`peaks`,`devices`],cl=class extends Ee{setConfig(e){this.config=e}render(){if(!this.hass||!this.config)return L;let e=Ue(this.hass),t=[{name:`site`,selector:{config_entry:{integration:`overshot`}}},{name:`hide`,selector:{select:{multiple:!0,options:sl.map(t=>({value:t,label:e(`view_${t}`)}))}}}];return I`<ha-form
      .hass=${this.hass}
      .data=${this.config}
      .schema=${t}
      .computeLabel=${t=>e(t.name===`site`?`editor_site`:`editor_hide`)}
      @value-changed=${this.changed}
    ></ha-form>`}changed(e){e.stopPropagation(),Xe(this,`config-changed`,{config:e.detail.value})}};V([Ae({attribute:!1})],cl.prototype,`hass`,void 0),V([B()],cl.prototype,`config`,void 0);var ll={now:il,charging:Zc,plan:ol,history:rl,peaks:al,devices:tl},ul=class extends HTMLElement{static async generate(e,t){let n=await Fe(t,!0).catch(()=>[]),r=Ie(n,e.site);if(!r)return{title:`Overshot`,views:[ml(t)]};let i=e.site?[r]:n;return{title:`Overshot`,views:i.flatMap((n,r)=>fl(t,n,i,r,e.hide??[]))}}static getConfigElement(){return document.createElement(`overshot-dashboard-editor`)}static getCreateSuggestions(){return{title:`Overshot`,icon:`mdi:water-outline`}}};function dl(e,t){return t===0?e:`${e}-${t+1}`}function fl(e,t,n,r,i){let a={hass:e,site:t,t:Ue(e)};return Object.entries(ll).flatMap(([e,o])=>{let s=i.includes(e)?void 0:o(a);if(!s)return[];let c=n.length>1?n.map((n,r)=>pl(n,dl(e,r),n===t)):void 0;return[{...s,path:dl(e,r),...r>0?{subview:!0}:{},...c?{badges:c}:{}}]})}function pl(e,t,n){return{type:`custom:overshot-site-badge`,name:e.title,path:t,here:n}}function ml(e){let t=Ue(e);return{title:t(`view_now`),path:`now`,icon:`mdi:home-lightning-bolt-outline`,cards:[{type:`markdown`,content:`${t(`no_site`)}\n\n[${t(`add_site`)}](/config/integrations/dashboard/add?domain=overshot)`}]}}function hl(){customElements.get(`ll-strategy-dashboard-overshot`)||(customElements.define(`ll-strategy-dashboard-overshot`,ul),customElements.define(`overshot-dashboard-editor`,cl),(window.customStrategies??=[]).push({type:`overshot`,strategyType:`dashboard`,name:`Overshot`,get description(){return He(document.documentElement.lang||navigator.language,`dashboard_description`)},documentationURL:`https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md`}))}Ye(`overshot-flow-card`,on,`flow_name`,`flow_description`,[`house_power`,`grid_power`,`surplus`]),Ye(`overshot-charge-point-card`,Kt,`charge_point_name`,`charge_point_description`,[`charging_mode`,`status`,`charging_power`]),Ye(`overshot-plan-card`,Ec,`plan_name`,`plan_description`,[`plan_status`,`import_price`,`planned_battery_power`]),Ye(`overshot-peak-card`,tc,`peak_name`,`peak_description`,[`quarter_demand`,`quarter_forecast`,`month_peak`,`peak_hold_target`]),Ye(`overshot-history-card`,qs,`history_name`,`history_description`,[`cost_today`,`autarky`,`self_consumption`]),Ye(`overshot-devices-card`,Xt,`devices_name`,`devices_description`,[`connection_status`]),Ye(`overshot-sessions-card`,Uc,`sessions_name`,`sessions_description`,[`session_energy`,`last_session_energy`]),customElements.get(`overshot-site-badge`)||customElements.define(`overshot-site-badge`,Wc),hl();