var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:ee,getOwnPropertySymbols:te,getPrototypeOf:ne}=Object,f=globalThis,re=f.trustedTypes,ie=re?re.emptyScript:``,ae=f.reactiveElementPolyfillSupport,p=(e,t)=>e,m={toAttribute(e,t){switch(t){case Boolean:e=e?ie:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},h=(e,t)=>!l(e,t),oe={attribute:!0,type:String,converter:m,reflect:!1,useDefault:!1,hasChanged:h};Symbol.metadata??=Symbol(`metadata`),f.litPropertyMetadata??=new WeakMap;var g=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=oe){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??oe}static _$Ei(){if(this.hasOwnProperty(p(`elementProperties`)))return;let e=ne(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(p(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(p(`properties`))){let e=this.properties,t=[...ee(e),...te(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?m:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?m:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??h)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};g.elementStyles=[],g.shadowRootOptions={mode:`open`},g[p(`elementProperties`)]=new Map,g[p(`finalized`)]=new Map,ae?.({ReactiveElement:g}),(f.reactiveElementVersions??=[]).push(`2.1.2`);var se=globalThis,ce=e=>e,_=se.trustedTypes,le=_?_.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,ue=`$lit$`,v=`lit$${Math.random().toFixed(9).slice(2)}$`,de=`?`+v,fe=`<${de}>`,y=document,b=()=>y.createComment(``),x=e=>e===null||typeof e!=`object`&&typeof e!=`function`,pe=Array.isArray,me=e=>pe(e)||typeof e?.[Symbol.iterator]==`function`,he=`[ 	
\f\r]`,S=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ge=/-->/g,_e=/>/g,C=RegExp(`>|${he}(?:([^\\s"'>=/]+)(${he}*=${he}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ve=/'/g,ye=/"/g,be=/^(?:script|style|textarea|title)$/i,xe=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),w=xe(1),T=xe(2),E=Symbol.for(`lit-noChange`),D=Symbol.for(`lit-nothing`),Se=new WeakMap,O=y.createTreeWalker(y,129);function Ce(e,t){if(!pe(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return le===void 0?t:le.createHTML(t)}var we=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=S;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===S?c[1]===`!--`?o=ge:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=C):(be.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=C):o=_e:o===C?c[0]===`>`?(o=i??S,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?C:c[3]===`"`?ye:ve):o===ye||o===ve?o=C:o===ge||o===_e?o=S:(o=C,i=void 0);let d=o===C&&e[t+1].startsWith(`/>`)?` `:``;a+=o===S?n+fe:l>=0?(r.push(s),n.slice(0,l)+ue+n.slice(l)+v+d):n+v+(l===-2?t:d)}return[Ce(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},k=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=we(t,n);if(this.el=e.createElement(l,r),O.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=O.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(ue)){let t=u[o++],n=i.getAttribute(e).split(v),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Ee:r[1]===`?`?De:r[1]===`@`?Oe:M}),i.removeAttribute(e)}else e.startsWith(v)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(be.test(i.tagName)){let e=i.textContent.split(v),t=e.length-1;if(t>0){i.textContent=_?_.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],b()),O.nextNode(),c.push({type:2,index:++a});i.append(e[t],b())}}}else if(i.nodeType===8){if(i.data===de)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(v,e+1))!==-1;)c.push({type:7,index:a}),e+=v.length-1}}a++}}static createElement(e,t){let n=y.createElement(`template`);return n.innerHTML=e,n}};function A(e,t,n=e,r){if(t===E)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=x(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=A(e,i._$AS(e,t.values),i,r)),t}var Te=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??y).importNode(t,!0);O.currentNode=r;let i=O.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new j(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new ke(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=O.nextNode(),a++)}return O.currentNode=y,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},j=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=D,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=A(this,e,t),x(e)?e===D||e==null||e===``?(this._$AH!==D&&this._$AR(),this._$AH=D):e!==this._$AH&&e!==E&&this._(e):e._$litType$===void 0?e.nodeType===void 0?me(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==D&&x(this._$AH)?this._$AA.nextSibling.data=e:this.T(y.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=k.createElement(Ce(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Te(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Se.get(e.strings);return t===void 0&&Se.set(e.strings,t=new k(e)),t}k(t){pe(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(b()),this.O(b()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ce(e).nextSibling;ce(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},M=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=D,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=D}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=A(this,e,t,0),a=!x(e)||e!==this._$AH&&e!==E,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=A(this,r[n+o],t,o),s===E&&(s=this._$AH[o]),a||=!x(s)||s!==this._$AH[o],s===D?e=D:e!==D&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===D?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Ee=class extends M{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===D?void 0:e}},De=class extends M{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==D)}},Oe=class extends M{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=A(this,e,t,0)??D)===E)return;let n=this._$AH,r=e===D&&n!==D||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==D&&(n===D||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},ke=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){A(this,e)}},Ae=se.litHtmlPolyfillSupport;Ae?.(k,j),(se.litHtmlVersions??=[]).push(`3.3.3`);var je=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new j(t.insertBefore(b(),e),e,void 0,n??{})}return i._$AI(e),i},N=globalThis,P=class extends g{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=je(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};P._$litElement$=!0,P.finalized=!0,N.litElementHydrateSupport?.({LitElement:P});var Me=N.litElementPolyfillSupport;Me?.({LitElement:P}),(N.litElementVersions??=[]).push(`4.2.2`);var Ne={attribute:!0,type:String,converter:m,reflect:!1,hasChanged:h},Pe=(e=Ne,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function Fe(e){return(t,n)=>typeof n==`object`?Pe(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function F(e){return Fe({...e,state:!0,attribute:!1})}var Ie=15e3,I;function Le(e,t=!1){if(t||!I||I.by!==e.connection||Date.now()-I.at>Ie){let t=e.callWS({type:`overshot/dashboard`}).then(e=>e.sites).catch(e=>{throw I=void 0,e});I={at:Date.now(),by:e.connection,sites:t}}return I.sites}function Re(e,t){return t?e.find(e=>e.entry_id===t):e[0]}function L(e,t){return e.devices.filter(e=>e.roles.includes(t))}function R(e,t){let n=e.devices[t.device_id];return n?.name_by_user||n?.name||t.name}var ze={no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Phases`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`},z={no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Phases`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`},Be={de:ze,en:z,fr:{no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Phases`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`},nl:{no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Phases`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`}};function B(e,t,n={}){return(Be[(e??`en`).split(`-`)[0]??`en`]??z)[t].replace(/\{(\w+)\}/g,(e,t)=>String(n[t]??e))}function V(e){return(t,n)=>B(e?.locale?.language??e?.language??document.documentElement.lang,t,n)}function Ve(e){return e in z}function H(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var He=1e3,U=class extends P{constructor(...e){super(...e),this.preview=!1,this.drawn=0}set hass(e){let t=this.known;this.known=e,(!t||this.concerns(e,t))&&this.drawSoon();let n=`${this.config?.site??``}`;this.config&&(this.lookedFor!==n||t&&t.connection!==e.connection)&&this.findSite()}get hass(){return this.known}get t(){return V(this.known)}setConfig(e){this.config=e,this.known&&this.findSite()}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.site&&this.enter(this.site)}disconnectedCallback(){super.disconnectedCallback(),this.leave(),clearTimeout(this.waiting),this.waiting=void 0}watched(){return[]}enter(e){}leave(){}drawSoon(){if(this.waiting!==void 0)return;let e=Math.max(0,this.drawn+He-Date.now());e===0?this.requestUpdate():this.waiting=setTimeout(()=>{this.waiting=void 0,this.requestUpdate()},e)}updated(e){super.updated(e),this.drawn=Date.now()}render(){return!this.config||!this.known?D:this.problem?w`<ha-card><div class="note"><ha-icon icon="mdi:information-outline"></ha-icon>${this.t(this.problem)}</div></ha-card>`:this.site?this.draw(this.site):w`<ha-card aria-busy="true"></ha-card>`}concerns(e,t){return e.entities!==t.entities||e.devices!==t.devices||e.locale!==t.locale||e.themes!==t.themes||e.selectedTheme!==t.selectedTheme||this.watched().some(n=>n!==void 0&&e.states[n]!==t.states[n])}async findSite(){let e=`${this.config.site??``}`;this.lookedFor=e;try{let t=Re(await Le(this.hass),e||void 0);if(this.lookedFor!==e)return;this.leave(),this.site=t,this.problem=t?void 0:e?`site_gone`:`no_site`,t&&this.isConnected&&this.enter(t)}catch{this.problem=`no_site`}}};H([F()],U.prototype,`config`,void 0),H([F()],U.prototype,`site`,void 0),H([F()],U.prototype,`problem`,void 0);function Ue(e,t){let n=e=>B(document.documentElement.lang,e);return{schema:[{name:`site`,selector:{config_entry:{integration:`overshot`}}},{name:`title`,selector:{text:{}}},...e],computeLabel:e=>{let r={site:`editor_site`,title:`editor_title`,...t}[e.name];return r&&n(r)}}}function We(e,t,n,r){if(customElements.get(e))return;customElements.define(e,t);let i=window.customCards??=[],a=document.documentElement.lang||navigator.language;i.push({type:e,name:`Overshot: ${B(a,n)}`,description:B(a,r),preview:!0,documentationURL:`https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md`})}function Ge(e,t,n={}){e.dispatchEvent(new CustomEvent(t,{bubbles:!0,composed:!0,detail:n}))}function Ke(e,t){t&&Ge(e,`hass-more-info`,{entityId:t})}var qe=new WeakMap;function Je(e){let t=qe.get(e.entities);if(!t){t=new Map;for(let n of Object.values(e.entities)){if(!n?.device_id||n.platform!==`overshot`)continue;let e=t.get(n.device_id);e?e.push(n):t.set(n.device_id,[n])}qe.set(e.entities,t)}return t}function Ye(e,t){return t&&Je(e).get(t)||[]}function W(e,t,n,r){return Ye(e,t).find(e=>e.translation_key===n&&(!r||e.entity_id.startsWith(`${r}.`)))?.entity_id}var Xe=new WeakMap;function Ze(e,t,n){let r=Xe.get(e);r||Xe.set(e,r=new Map);let i=r.get(t),a=i??{listeners:new Set,stop:Promise.resolve(void 0)};return a.listeners.add(n),i?a.last&&n(a.last):(r.set(t,a),a.stop=e.subscribeMessage(e=>{a.last=e;for(let t of a.listeners)t(e)},{type:`overshot/live`,config_entry_id:t}).catch(()=>{for(let e of a.listeners)e({loaded:!1})})),()=>{a.listeners.delete(n),a.listeners.size>0||(r.delete(t),a.stop.then(e=>e?.()))}}var Qe={comma_decimal:`en-US`,decimal_comma:`de`,space_comma:`fr`,quote_decimal:`de-CH`,system:void 0};function $e(e){let t=e.number_format??`language`;return t===`language`||t===`none`?e.language:Qe[t]}function et(e,t,n=0){return new Intl.NumberFormat($e(e),{minimumFractionDigits:n,maximumFractionDigits:n,useGrouping:e.number_format!==`none`}).format(Math.abs(t)<.5*10**-n?0:t)}function G(e,t,n,r=0){return t==null||!Number.isFinite(t)?`–`:`${et(e,t,r)}\u00a0${n}`}function tt(e,t){return t==null||!Number.isFinite(t)?`–`:Math.abs(t)<999.5?G(e,Math.round(t/10)*10,`W`):G(e,t/1e3,`kW`,+(Math.abs(t)<99500))}function nt(e,t){if(t==null)return`–`;let n=Math.abs(t);return n>=9999500?G(e,t/1e6,`MWh`,1):G(e,t/1e3,`kWh`,n<9950?2:+(n<99950))}function rt(e){return e.locale.time_zone===`local`?void 0:e.config.time_zone}function it(e){return e.time_format===`12`||e.time_format!==`24`&&void 0}var at=new Map;function ot(e,t,n){let r={...n,timeZone:rt(e),...n.hour?{hour12:it(e.locale)}:{}},i=e.locale.language+JSON.stringify(r),a=at.get(i);return a||at.set(i,a=new Intl.DateTimeFormat(e.locale.language,r)),a.format(t)}function st(e,t){return ot(e,t,{hour:`numeric`,minute:`2-digit`})}function ct(e){let t=Math.max(0,Math.round(e)),[n,r,i]=[Math.floor(t/3600),Math.floor(t/60)%60,t%60],a=`${String(r).padStart(n?2:1,`0`)}:${String(i).padStart(2,`0`)}`;return n?`${n}:${a}`:a}var lt=[`reason`,`solar_held_back`,`plan_reason`];function ut(e,t){for(let n of lt){let r=e.localize(`component.overshot.entity.sensor.${n}.state.${t}`);if(r)return r}let n=`reason_${t}`;return Ve(n)?V(e)(n):t.replaceAll(`_`,` `)}function dt(e,t){let n=V(e),{locale:r}=e,i=[];typeof t.circuit==`string`&&i.push(t.circuit),t.phase!==void 0&&i.push(String(t.phase)),typeof t.seconds==`number`&&t.seconds>0&&i.push(n(`time_left`,{time:ct(t.seconds)})),typeof t.power==`number`&&i.push(tt(r,t.power)),typeof t.energy==`number`&&t.energy>0&&i.push(nt(r,t.energy)),typeof t.current==`number`&&i.push(G(r,t.current,`A`));let a=t.due===void 0?void 0:new Date(t.due);return a&&!Number.isNaN(a.getTime())&&i.push(n(`until_time`,{time:st(e,a)})),i}function ft(e,t){return t?[ut(e,t.key),...dt(e,t)].join(` · `):``}var pt={solar:`#f5b027`,import:`#e8713c`,export:`#43a66f`,battery:`#2aa5b8`,house:`#7b6cc9`,car:`#3f7ee8`,heat_pump:`#d4567f`,load:`#9a7b5f`,price:`#6b7a90`};function mt(e){return`var(--overshot-color-${e.replace(`_`,`-`)}, ${pt[e]})`}var ht=o`
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
    background: var(--primary-color);
    color: var(--text-primary-color, #fff);
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
`,gt=400,_t={x:200,y:172},vt=4;function yt(e){if(e.length<=vt)return e.map(e=>({consumer:e,power:e.power,id:e.id}));let t=[...e].sort((e,t)=>(t.power??0)-(e.power??0)),n=t.slice(3),r=n.some(e=>e.power!==null)?n.reduce((e,t)=>e+(t.power??0),0):null;return[...t.slice(0,3).map(e=>({consumer:e,power:e.power,id:e.id})),{power:r,id:`more`}]}function bt(e){let t=[[`solar`,Math.max(0,e.solar??0)],[`battery`,Math.max(0,e.battery??0)],[`import`,Math.max(0,e.grid??0)]],n=t.reduce((e,[,t])=>e+t,0);return n<15?[]:t.map(([e,t])=>({color:e,share:t/n}))}function xt(e,t){let n=yt(e.consumers??[]),r=t.solar?0:96,i={x:_t.x,y:_t.y-r},a=i.y+128,o=[{kind:`grid`,id:`grid`,x:52,y:i.y,power:e.grid??null},{kind:`house`,id:`house`,...i,power:e.house??null}],s=[],c=(e,t,n,r)=>{r==null||Math.abs(r)<15||s.push({id:e,color:t,path:n,power:Math.abs(r),forward:r>0})};return c(`grid`,(e.grid??0)>0?`import`:`export`,`M52 ${i.y} H${i.x}`,e.grid),t.solar&&(o.push({kind:`solar`,id:`solar`,x:i.x,y:48,power:e.solar??null}),c(`solar`,`solar`,`M${i.x} 48 V${i.y}`,e.solar)),t.battery&&(o.push({kind:`battery`,id:`battery`,x:348,y:i.y,power:e.battery??null}),c(`battery`,`battery`,`M348 ${i.y} H${i.x}`,e.battery)),n.forEach(({consumer:e,power:t,id:r},s)=>{let l=gt/(n.length+1)*(s+1),u=n.length===1?i.x:52+296/(n.length-1)*s,d=n.length>2?u:l;o.push({kind:e?.kind??`more`,id:r,x:d,y:a,power:t,consumer:e});let ee=Math.abs(d-i.x)<1?`M${i.x} ${i.y} V${a}`:`M${i.x} ${i.y} C${i.x} ${a-40} ${d} ${i.y+40} ${d} ${a}`;c(`to-${r}`,e?.kind??`load`,ee,t===null?null:Math.max(0,t))}),{width:gt,height:n.length?a+62:i.y+62,nodes:o,flows:s,mix:bt(e)}}function St(e){return[4.5,3.2,2.3,1.7,1.2][e<300?0:e<1e3?1:e<3e3?2:e<7e3?3:4]??2.3}var Ct=o`
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
    max-width: 24cqi;
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
`,wt={grid:`mdi:transmission-tower`,solar:`mdi:solar-power-variant`,battery:`mdi:home-battery`,house:`mdi:home`,car:`mdi:car-electric`,heat_pump:`mdi:heat-pump`,load:`mdi:water-boiler`,more:`mdi:dots-horizontal`},Tt=2*Math.PI*47,Et=class extends U{static{this.styles=[ht,Ct]}static getConfigForm(){return Ue([],{})}static getStubConfig(){return{}}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=Ze(this.hass.connection,e.entry_id,e=>this.live=e)}leave(){this.stop?.(),this.stop=void 0}draw(e){let t=this.live??{loaded:!0},n=xt(t,{solar:L(e,`solar`).length>0||(t.solar??null)!==null,battery:L(e,`battery`).length>0||(t.battery??null)!==null});return w`<ha-card>
      ${this.config.title?w`<header><h2>${this.config.title}</h2></header>`:D}
      <div class="picture" style="aspect-ratio: ${n.width} / ${n.height}">
        <svg class="flows" viewBox="0 0 ${n.width} ${n.height}" aria-hidden="true">
          ${this.wires(n)} ${n.flows.map(e=>this.flow(e))}
        </svg>
        ${n.nodes.map(r=>this.node(e,r,n,t))}
      </div>
      ${this.note(e,t)}
    </ha-card>`}wires(e){let t=e.nodes.find(e=>e.kind===`house`);if(!t)return D;let n=new Set(e.flows.map(e=>e.id));return e.nodes.filter(e=>e!==t&&!n.has(e.id)&&!n.has(`to-${e.id}`)).map(e=>e.y>t.y&&e.x!==t.x?T`<path class="wire" d="M${t.x} ${t.y} C${t.x} ${e.y-40} ${e.x} ${t.y+40} ${e.x} ${e.y}"></path>`:T`<path class="wire" d="M${e.x} ${e.y} L${t.x} ${t.y}"></path>`)}flow(e){return T`<g stroke=${mt(e.color)}>
      <path class="live" d=${e.path}></path>
      <path class="dots ${e.forward?``:`back`}" style="--pace: ${St(e.power)}s" d=${e.path}></path>
    </g>`}node(e,t,n,r){let i=Dt(t),a=`left: ${100*t.x/n.width}%; top: ${100*t.y/n.height}%`,o=t.power!==null&&Math.abs(t.power)>=15,s=tt(this.hass.locale,t.power===null?null:Math.abs(t.power)),c=this.nameOf(e,t),l=this.under(t,r);return w`<button
        class="node figure ${t.kind} ${o?`on`:``}"
        style="${a}; --tone: ${mt(i)}"
        title=${c}
        aria-label=${[c,s,l].filter(Boolean).join(`, `)}
        @click=${()=>Ke(this,this.entityOf(e,t))}
      >
        ${t.kind===`house`?this.ring(n):D}
        <ha-icon icon=${Ot(t,r)}></ha-icon>
        <span class="value">${s}</span>
        ${l?w`<span class="under">${l}</span>`:D}
      </button>
      ${t.consumer?w`<span class="name" aria-hidden="true" style="left: ${100*t.x/n.width}%; top: calc(${100*t.y/n.height}% + clamp(33px, 9.5cqi, 43px) + 4px)"
              >${c}</span
            >`:D}`}ring(e){let t=0;return w`<svg viewBox="0 0 100 100" aria-hidden="true">
      <circle class="ring" cx="50" cy="50" r="47" stroke="var(--line)"></circle>
      ${e.mix.map(({color:e,share:n})=>{let r=t;return t+=n,n>.005?T`<circle class="ring" cx="50" cy="50" r="47" stroke=${mt(e)}
              stroke-dasharray="${n*Tt} ${Tt}" stroke-dashoffset=${-r*Tt}></circle>`:D})}
    </svg>`}under(e,t){let n=e.power!==null&&Math.abs(e.power)>=15,{locale:r}=this.hass;return e.kind===`battery`?t.soc==null?``:G(r,t.soc,`%`):e.kind===`grid`&&n?this.t((e.power??0)>0?`importing`:`exporting`):e.kind===`car`&&e.consumer?.soc!=null?G(r,e.consumer.soc,`%`):``}nameOf(e,t){if(t.kind===`more`)return this.t(`more_devices`);if(!t.consumer)return this.t(t.kind);let n=e.devices.find(e=>e.id===t.id)??e.devices.find(e=>t.id.startsWith(e.id));return n?R(this.hass,n):this.t(t.consumer.kind)}entityOf(e,t){let{hass:n}=this,r=(t,r)=>L(e,t).map(e=>W(n,e.device_id,r,`sensor`)).find(Boolean);if(t.kind===`grid`)return r(`grid`,`grid_power`);if(t.kind===`solar`)return r(`solar`,`solar_power`);if(t.kind===`battery`)return r(`battery`,`battery_power`)??W(n,e.device_id,`storage_soc`);if(t.kind===`house`)return W(n,e.device_id,`house_power`);let i=e.devices.find(e=>e.id===t.id)?.device_id;return W(n,i,`charging_power`)??W(n,i,`reason`,`sensor`)}note(e,t){if(!t.loaded)return w`<div class="note" role="status">${this.t(`site_loading`)}</div>`;if(t.stale)return w`<div class="note error" role="status">
        <ha-icon icon="mdi:alert-circle-outline"></ha-icon>${ft(this.hass,{key:`meter_stale`})}
      </div>`;if(t.on_backup)return w`<div class="note warning" role="status">
        <ha-icon icon="mdi:transmission-tower-off"></ha-icon>${ft(this.hass,{key:`on_backup`})}
      </div>`;let n=t.held_back?.[0];if(!n)return D;let r=e.devices.find(e=>e.id===n.id);return w`<div class="note" role="status">
      <ha-icon icon="mdi:car-speed-limiter"></ha-icon>
      <span>${r?w`<b>${R(this.hass,r)}</b>: `:D}${ft(this.hass,n)}</span>
    </div>`}};H([F()],Et.prototype,`live`,void 0);function Dt(e){return e.kind===`grid`?(e.power??0)<0?`export`:`import`:e.kind===`more`?`load`:e.kind}function Ot(e,t){if(e.kind===`grid`&&t.on_backup)return`mdi:transmission-tower-off`;if(e.kind===`car`&&e.consumer?.connected===!1)return`mdi:ev-station`;if(e.kind!==`battery`||t.soc==null)return wt[e.kind];let n=Math.round(t.soc/10)*10;return n>=100?`mdi:battery`:n<10?`mdi:battery-outline`:`mdi:battery-${n}`}var kt=class extends P{static{this.styles=o`
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
  `}setConfig(e){this.config=e}render(){let{name:e=``,path:t=``,here:n=!1}=this.config??{};return w`<a href=${t} aria-current=${n?`page`:D} @click=${this.go}>${e}</a>`}go(e){e.preventDefault();let t=location.pathname.split(`/`).slice(0,2).join(`/`);history.pushState(null,``,`${t}/${this.config?.path}`),Ge(this,`location-changed`,{replace:!1})}};H([F()],kt.prototype,`config`,void 0);var K={grid_options:{columns:12}};function q(e,t,n,r=1){let i=n.filter(e=>e!==void 0);return i.length?[{type:`grid`,cards:[...e?[{type:`heading`,heading:e,icon:t}]:[],...i],...r>1?{column_span:r}:{}}]:[]}function J(e,t,n={}){return{type:`custom:overshot-${t}-card`,site:e.site.entry_id,...n}}function Y(e,t,n,r={},i){let a=W(e.hass,t,n,i);return a?{type:`tile`,entity:a,...r}:void 0}function X(e,t,n,r={}){return Y(e,t,n,{features:[{type:`select-options`}],...K,...r},`select`)}function Z(e,t,n,r={}){return Y(e,t,n,{features:[{type:`numeric-input`,style:`buttons`}],...r},`number`)}function Q(e,t,n,r={}){return Y(e,t,n,{tap_action:{action:`toggle`},...r},`switch`)}function At(e){let{site:t,t:n}=e,r=L(t,`charge_point`);if(r.length||L(t,`controller`).length)return{title:n(`view_charging`),path:`charging`,icon:`mdi:ev-station`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...r.flatMap(t=>q(void 0,``,[J(e,`charge-point`,{device:t.device_id})])),...q(n(`sessions`),`mdi:format-list-bulleted`,[J(e,`sessions`,{grid_options:{columns:`full`}})],3),...r.flatMap(t=>{let i=t.device_id;return q(r.length>1?t.name:n(`settings`),`mdi:tune-variant`,[Y(e,i,`max_current`,{features:[{type:`numeric-input`,style:`slider`}],grid_options:{columns:12}},`number`),X(e,i,`phase_management`),X(e,i,`access`),Z(e,i,`hold_time`),Z(e,i,`priority`),Q(e,i,`blocked`),Q(e,i,`control`)])}),...q(n(`all_charging`),`mdi:car-multiple`,[X(e,t.device_id,`surplus_priority`),X(e,t.device_id,`tie_break`),Z(e,t.device_id,`charging_limit`),Q(e,t.device_id,`lock_battery`)])]}}var jt=[[`grid_power`,`sensor`],[`solar_power`,`sensor`],[`battery_power`,`sensor`],[`state_of_charge`,`sensor`],[`charging_power`,`sensor`],[`sg_ready`,`sensor`],[`power`,`sensor`]];function Mt(e){return{title:e.t(`view_devices`),path:`devices`,icon:`mdi:devices`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...q(void 0,``,[J(e,`devices`,{grid_options:{columns:`full`}})],3),...e.site.devices.flatMap(t=>Nt(e,t))]}}function Nt(e,t){let n=t.device_id;return q(R(e.hass,t),`mdi:chip`,[Y(e,n,`connection_status`),Q(e,n,`control`),Y(e,n,`reason`,{grid_options:{columns:12}},`sensor`),...jt.map(([t,r])=>Y(e,n,t,{},r))])}function Pt(e){let{t}=e;return{title:t(`view_history`),path:`history`,icon:`mdi:chart-bar`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:q(void 0,``,[J(e,`history`,{grid_options:{columns:`full`}})],3)}}function Ft(e){let{site:t,t:n}=e,r=L(t,`charge_point`);return{title:n(`view_now`),path:`now`,icon:`mdi:home-lightning-bolt-outline`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...q(void 0,``,[J(e,`flow`,{grid_options:{columns:12}}),Y(e,t.device_id,`import_price`,{color:`orange`,name:n(`import_price`)}),Y(e,t.device_id,`feed_in_price`,{color:`green`,name:n(`export_price`)}),Y(e,t.device_id,`expected_solar_remaining`,{color:`amber`,name:n(`sun_left`)}),Y(e,t.device_id,`plan_status`,{color:`teal`,name:n(`view_plan`)})]),...q(void 0,``,r.slice(0,3).map(t=>J(e,`charge-point`,{device:t.device_id}))),...q(void 0,``,[J(e,`peak`,{compact:!0}),J(e,`plan`,{compact:!0})])]}}function It(e){let{site:t,t:n}=e,r=t.device_id;return{title:n(`view_peaks`),path:`peaks`,icon:`mdi:summit`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...q(void 0,``,[J(e,`peak`,{grid_options:{columns:`full`}})],2),...q(n(`settings`),`mdi:tune-variant`,[Q(e,r,`peak_control`,K),Q(e,r,`capacity_tariff`,K),Z(e,r,`wished_peak`,K),Z(e,r,`peak_buffer`,K),Q(e,r,`boost_obeys_peak`,K),Y(e,r,`peak_order`,{features:[{type:`select-options`}],...K},`select`),X(e,r,`peak_limit`)]),...q(n(`phases`),`mdi:sine-wave`,[...[1,2,3].map(t=>Y(e,r,`headroom_l${t}`,{grid_options:{columns:4},name:`L${t}`,vertical:!0})),Y(e,r,`unbalance`,K),Y(e,r,`expected_peak`,K)])]}}function Lt(e){let{site:t,t:n}=e,r=t.device_id,i=Y(e,r,`planned_charging`,{},`calendar`);return{title:n(`view_plan`),path:`plan`,icon:`mdi:clipboard-text-clock-outline`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...q(void 0,``,[J(e,`plan`,{grid_options:{columns:`full`}})],3),...q(n(`prices`),`mdi:currency-eur`,[Y(e,r,`import_price`,{color:`orange`,name:n(`import_price`)}),Y(e,r,`feed_in_price`,{color:`green`,name:n(`export_price`)}),Y(e,r,`next_cheap_quarter`,{color:`green`,...K}),Y(e,r,`next_expensive_quarter`,{color:`red`,...K}),Y(e,r,`best_hour`,{color:`teal`,...K}),Y(e,r,`expected_cost_today`),Y(e,r,`expected_cost_tomorrow`)]),...q(n(`batteries`),`mdi:home-battery`,[X(e,r,`battery_strategy`),...L(t,`battery`).map(t=>Y(e,t.device_id,`plan_reason`,{color:`cyan`,name:t.name,...K})),Z(e,r,`min_soc`),Z(e,r,`peak_buffer`)]),...q(n(`calendar`),`mdi:calendar-clock`,[i&&{type:`calendar`,entities:[i.entity],initial_view:`listWeek`,grid_options:{columns:12,rows:6}}])]}}var Rt=[`now`,`charging`,`plan`,`history`,`peaks`,`devices`],$=class extends P{setConfig(e){this.config=e}render(){if(!this.hass||!this.config)return D;let e=V(this.hass),t=[{name:`site`,selector:{config_entry:{integration:`overshot`}}},{name:`hide`,selector:{select:{multiple:!0,options:Rt.map(t=>({value:t,label:e(`view_${t}`)}))}}}];return w`<ha-form
      .hass=${this.hass}
      .data=${this.config}
      .schema=${t}
      .computeLabel=${t=>e(t.name===`site`?`editor_site`:`editor_hide`)}
      @value-changed=${this.changed}
    ></ha-form>`}changed(e){e.stopPropagation(),Ge(this,`config-changed`,{config:e.detail.value})}};H([Fe({attribute:!1})],$.prototype,`hass`,void 0),H([F()],$.prototype,`config`,void 0);var zt={now:Ft,charging:At,plan:Lt,history:Pt,peaks:It,devices:Mt},Bt=class extends HTMLElement{static async generate(e,t){let n=await Le(t,!0).catch(()=>[]),r=Re(n,e.site);if(!r)return{title:`Overshot`,views:[Wt(t)]};let i=e.site?[r]:n;return{title:`Overshot`,views:i.flatMap((n,r)=>Ht(t,n,i,r,e.hide??[]))}}static getConfigElement(){return document.createElement(`overshot-dashboard-editor`)}static getCreateSuggestions(){return{title:`Overshot`,icon:`mdi:water-outline`}}};function Vt(e,t){return t===0?e:`${e}-${t+1}`}function Ht(e,t,n,r,i){let a={hass:e,site:t,t:V(e)};return Object.entries(zt).flatMap(([e,o])=>{let s=i.includes(e)?void 0:o(a);if(!s)return[];let c=n.length>1?n.map((n,r)=>Ut(n,Vt(e,r),n===t)):void 0;return[{...s,path:Vt(e,r),...r>0?{subview:!0}:{},...c?{badges:c}:{}}]})}function Ut(e,t,n){return{type:`custom:overshot-site-badge`,name:e.title,path:t,here:n}}function Wt(e){let t=V(e);return{title:t(`view_now`),path:`now`,icon:`mdi:home-lightning-bolt-outline`,cards:[{type:`markdown`,content:`${t(`no_site`)}\n\n[${t(`add_site`)}](/config/integrations/dashboard/add?domain=overshot)`}]}}function Gt(){customElements.get(`ll-strategy-dashboard-overshot`)||(customElements.define(`ll-strategy-dashboard-overshot`,Bt),customElements.define(`overshot-dashboard-editor`,$),(window.customStrategies??=[]).push({type:`overshot`,strategyType:`dashboard`,name:`Overshot`,description:B(document.documentElement.lang||navigator.language,`dashboard_description`),documentationURL:`https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md`}))}We(`overshot-flow-card`,Et,`flow_name`,`flow_description`),customElements.get(`overshot-site-badge`)||customElements.define(`overshot-site-badge`,kt),Gt();