var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:ee,getOwnPropertySymbols:te,getPrototypeOf:ne}=Object,f=globalThis,re=f.trustedTypes,ie=re?re.emptyScript:``,ae=f.reactiveElementPolyfillSupport,p=(e,t)=>e,m={toAttribute(e,t){switch(t){case Boolean:e=e?ie:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},h=(e,t)=>!l(e,t),oe={attribute:!0,type:String,converter:m,reflect:!1,useDefault:!1,hasChanged:h};Symbol.metadata??=Symbol(`metadata`),f.litPropertyMetadata??=new WeakMap;var g=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=oe){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??oe}static _$Ei(){if(this.hasOwnProperty(p(`elementProperties`)))return;let e=ne(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(p(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(p(`properties`))){let e=this.properties,t=[...ee(e),...te(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?m:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?m:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??h)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};g.elementStyles=[],g.shadowRootOptions={mode:`open`},g[p(`elementProperties`)]=new Map,g[p(`finalized`)]=new Map,ae?.({ReactiveElement:g}),(f.reactiveElementVersions??=[]).push(`2.1.2`);var se=globalThis,ce=e=>e,_=se.trustedTypes,le=_?_.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,ue=`$lit$`,v=`lit$${Math.random().toFixed(9).slice(2)}$`,de=`?`+v,fe=`<${de}>`,y=document,b=()=>y.createComment(``),x=e=>e===null||typeof e!=`object`&&typeof e!=`function`,pe=Array.isArray,me=e=>pe(e)||typeof e?.[Symbol.iterator]==`function`,he=`[ 	
\f\r]`,S=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,ge=/-->/g,_e=/>/g,C=RegExp(`>|${he}(?:([^\\s"'>=/]+)(${he}*=${he}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),ve=/'/g,ye=/"/g,be=/^(?:script|style|textarea|title)$/i,xe=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),w=xe(1),T=xe(2),E=Symbol.for(`lit-noChange`),D=Symbol.for(`lit-nothing`),Se=new WeakMap,O=y.createTreeWalker(y,129);function Ce(e,t){if(!pe(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return le===void 0?t:le.createHTML(t)}var we=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=S;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===S?c[1]===`!--`?o=ge:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=C):(be.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=C):o=_e:o===C?c[0]===`>`?(o=i??S,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?C:c[3]===`"`?ye:ve):o===ye||o===ve?o=C:o===ge||o===_e?o=S:(o=C,i=void 0);let d=o===C&&e[t+1].startsWith(`/>`)?` `:``;a+=o===S?n+fe:l>=0?(r.push(s),n.slice(0,l)+ue+n.slice(l)+v+d):n+v+(l===-2?t:d)}return[Ce(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},Te=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=we(t,n);if(this.el=e.createElement(l,r),O.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=O.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(ue)){let t=u[o++],n=i.getAttribute(e).split(v),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?Oe:r[1]===`?`?ke:r[1]===`@`?Ae:A}),i.removeAttribute(e)}else e.startsWith(v)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(be.test(i.tagName)){let e=i.textContent.split(v),t=e.length-1;if(t>0){i.textContent=_?_.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],b()),O.nextNode(),c.push({type:2,index:++a});i.append(e[t],b())}}}else if(i.nodeType===8){if(i.data===de)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(v,e+1))!==-1;)c.push({type:7,index:a}),e+=v.length-1}}a++}}static createElement(e,t){let n=y.createElement(`template`);return n.innerHTML=e,n}};function k(e,t,n=e,r){if(t===E)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=x(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=k(e,i._$AS(e,t.values),i,r)),t}var Ee=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??y).importNode(t,!0);O.currentNode=r;let i=O.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new De(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new je(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=O.nextNode(),a++)}return O.currentNode=y,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},De=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=D,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=k(this,e,t),x(e)?e===D||e==null||e===``?(this._$AH!==D&&this._$AR(),this._$AH=D):e!==this._$AH&&e!==E&&this._(e):e._$litType$===void 0?e.nodeType===void 0?me(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==D&&x(this._$AH)?this._$AA.nextSibling.data=e:this.T(y.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=Te.createElement(Ce(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new Ee(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=Se.get(e.strings);return t===void 0&&Se.set(e.strings,t=new Te(e)),t}k(t){pe(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(b()),this.O(b()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=ce(e).nextSibling;ce(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},A=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=D,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=D}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=k(this,e,t,0),a=!x(e)||e!==this._$AH&&e!==E,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=k(this,r[n+o],t,o),s===E&&(s=this._$AH[o]),a||=!x(s)||s!==this._$AH[o],s===D?e=D:e!==D&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===D?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},Oe=class extends A{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===D?void 0:e}},ke=class extends A{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==D)}},Ae=class extends A{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=k(this,e,t,0)??D)===E)return;let n=this._$AH,r=e===D&&n!==D||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==D&&(n===D||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},je=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){k(this,e)}},Me=se.litHtmlPolyfillSupport;Me?.(Te,De),(se.litHtmlVersions??=[]).push(`3.3.3`);var Ne=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new De(t.insertBefore(b(),e),e,void 0,n??{})}return i._$AI(e),i},Pe=globalThis,j=class extends g{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Ne(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return E}};j._$litElement$=!0,j.finalized=!0,Pe.litElementHydrateSupport?.({LitElement:j});var Fe=Pe.litElementPolyfillSupport;Fe?.({LitElement:j}),(Pe.litElementVersions??=[]).push(`4.2.2`);var Ie={attribute:!0,type:String,converter:m,reflect:!1,hasChanged:h},Le=(e=Ie,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function Re(e){return(t,n)=>typeof n==`object`?Le(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function M(e){return Re({...e,state:!0,attribute:!1})}var ze=15e3,N;function Be(e,t=!1){if(t||!N||N.by!==e.connection||Date.now()-N.at>ze){let t=e.callWS({type:`overshot/dashboard`}).then(e=>e.sites).catch(e=>{throw N=void 0,e});N={at:Date.now(),by:e.connection,sites:t}}return N.sites}function Ve(e,t){return t?e.find(e=>e.entry_id===t):e[0]}function P(e,t){return e.devices.filter(e=>e.roles.includes(t))}function F(e,t){let n=e.devices[t.device_id];return n?.name_by_user||n?.name||t.name}var He={no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Phases`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`},I={no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Phases`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`},Ue={de:He,en:I,fr:{no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Phases`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`},nl:{no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Phases`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`}};function L(e,t,n={}){return(Ue[(e??`en`).split(`-`)[0]??`en`]??I)[t].replace(/\{(\w+)\}/g,(e,t)=>String(n[t]??e))}function R(e){return(t,n)=>L(e?.locale?.language??e?.language??document.documentElement.lang,t,n)}function We(e){return e in I}function z(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var Ge=1e3,B=class extends j{constructor(...e){super(...e),this.preview=!1,this.drawn=0}set hass(e){let t=this.known;this.known=e,(!t||this.concerns(e,t))&&this.drawSoon();let n=`${this.config?.site??``}`;this.config&&(this.lookedFor!==n||t&&t.connection!==e.connection)&&this.findSite()}get hass(){return this.known}get t(){return R(this.known)}setConfig(e){this.config=e,this.known&&this.findSite()}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.site&&this.enter(this.site)}disconnectedCallback(){super.disconnectedCallback(),this.leave(),clearTimeout(this.waiting),this.waiting=void 0}watched(){return[]}enter(e){}leave(){}drawSoon(){if(this.waiting!==void 0)return;let e=Math.max(0,this.drawn+Ge-Date.now());e===0?this.requestUpdate():this.waiting=setTimeout(()=>{this.waiting=void 0,this.requestUpdate()},e)}updated(e){super.updated(e),this.drawn=Date.now()}render(){return!this.config||!this.known?D:this.problem?w`<ha-card><div class="note"><ha-icon icon="mdi:information-outline"></ha-icon>${this.t(this.problem)}</div></ha-card>`:this.site?this.draw(this.site):w`<ha-card aria-busy="true"></ha-card>`}concerns(e,t){return e.entities!==t.entities||e.devices!==t.devices||e.locale!==t.locale||e.themes!==t.themes||e.selectedTheme!==t.selectedTheme||this.watched().some(n=>n!==void 0&&e.states[n]!==t.states[n])}async findSite(){let e=`${this.config.site??``}`;this.lookedFor=e;try{let t=Ve(await Be(this.hass),e||void 0);if(this.lookedFor!==e)return;this.leave(),this.site=t,this.problem=t?void 0:e?`site_gone`:`no_site`,t&&this.isConnected&&this.enter(t)}catch{this.problem=`no_site`}}};z([M()],B.prototype,`config`,void 0),z([M()],B.prototype,`site`,void 0),z([M()],B.prototype,`problem`,void 0);function Ke(e,t){let n=e=>L(document.documentElement.lang,e);return{schema:[{name:`site`,selector:{config_entry:{integration:`overshot`}}},{name:`title`,selector:{text:{}}},...e],computeLabel:e=>{let r={site:`editor_site`,title:`editor_title`,...t}[e.name];return r&&n(r)}}}function qe(e,t,n,r){if(customElements.get(e))return;customElements.define(e,t);let i=window.customCards??=[],a=document.documentElement.lang||navigator.language;i.push({type:e,name:`Overshot: ${L(a,n)}`,description:L(a,r),preview:!0,documentationURL:`https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md`})}function Je(e,t,n={}){e.dispatchEvent(new CustomEvent(t,{bubbles:!0,composed:!0,detail:n}))}function Ye(e,t){t&&Je(e,`hass-more-info`,{entityId:t})}function Xe(e){return e!==void 0&&e.state!==`unavailable`&&e.state!==`unknown`}var Ze=new WeakMap;function Qe(e){let t=Ze.get(e.entities);if(!t){t=new Map;for(let n of Object.values(e.entities)){if(!n?.device_id||n.platform!==`overshot`)continue;let e=t.get(n.device_id);e?e.push(n):t.set(n.device_id,[n])}Ze.set(e.entities,t)}return t}function $e(e,t){return t&&Qe(e).get(t)||[]}function V(e,t,n,r){return $e(e,t).find(e=>e.translation_key===n&&(!r||e.entity_id.startsWith(`${r}.`)))?.entity_id}function H(e,t,n,r){let i=V(e,t,n,r);return i?e.states[i]:void 0}var et={kW:1e3,MW:1e6,kWh:1e3,MWh:1e6};function tt(e){if(!Xe(e))return null;let t=Number(e.state);return Number.isFinite(t)?t*(et[String(e.attributes.unit_of_measurement)]??1):null}function U(e,t,n,r=`sensor`){return tt(H(e,t,n,r))}var nt=new WeakMap;function rt(e,t,n){let r=nt.get(e);r||nt.set(e,r=new Map);let i=r.get(t),a=i??{listeners:new Set,stop:Promise.resolve(void 0)};return a.listeners.add(n),i?a.last&&n(a.last):(r.set(t,a),a.stop=e.subscribeMessage(e=>{a.last=e;for(let t of a.listeners)t(e)},{type:`overshot/live`,config_entry_id:t}).catch(()=>{for(let e of a.listeners)e({loaded:!1})})),()=>{a.listeners.delete(n),a.listeners.size>0||(r.delete(t),a.stop.then(e=>e?.()))}}var it={comma_decimal:`en-US`,decimal_comma:`de`,space_comma:`fr`,quote_decimal:`de-CH`,system:void 0};function at(e){let t=e.number_format??`language`;return t===`language`||t===`none`?e.language:it[t]}function ot(e,t,n=0){return new Intl.NumberFormat(at(e),{minimumFractionDigits:n,maximumFractionDigits:n,useGrouping:e.number_format!==`none`}).format(Math.abs(t)<.5*10**-n?0:t)}function W(e,t,n,r=0){return t==null||!Number.isFinite(t)?`–`:`${ot(e,t,r)}\u00a0${n}`}function st(e,t){return t==null||!Number.isFinite(t)?`–`:Math.abs(t)<999.5?W(e,Math.round(t/10)*10,`W`):W(e,t/1e3,`kW`,+(Math.abs(t)<99500))}function ct(e,t){if(t==null)return`–`;let n=Math.abs(t);return n>=9999500?W(e,t/1e6,`MWh`,1):W(e,t/1e3,`kWh`,n<9950?2:+(n<99950))}function lt(e){return e.locale.time_zone===`local`?void 0:e.config.time_zone}function ut(e){return e.time_format===`12`||e.time_format!==`24`&&void 0}var dt=new Map;function ft(e,t,n){let r={...n,timeZone:lt(e),...n.hour?{hour12:ut(e.locale)}:{}},i=e.locale.language+JSON.stringify(r),a=dt.get(i);return a||dt.set(i,a=new Intl.DateTimeFormat(e.locale.language,r)),a.format(t)}function pt(e,t){return ft(e,t,{hour:`numeric`,minute:`2-digit`})}function mt(e,t){return ft(e,t,{weekday:`short`})}function ht(e){let t=Math.max(0,Math.round(e)),[n,r,i]=[Math.floor(t/3600),Math.floor(t/60)%60,t%60],a=`${String(r).padStart(n?2:1,`0`)}:${String(i).padStart(2,`0`)}`;return n?`${n}:${a}`:a}var gt=[`reason`,`solar_held_back`,`plan_reason`];function _t(e,t){for(let n of gt){let r=e.localize(`component.overshot.entity.sensor.${n}.state.${t}`);if(r)return r}let n=`reason_${t}`;return We(n)?R(e)(n):t.replaceAll(`_`,` `)}function vt(e,t){let n=R(e),{locale:r}=e,i=[];typeof t.circuit==`string`&&i.push(t.circuit),t.phase!==void 0&&i.push(String(t.phase)),typeof t.seconds==`number`&&t.seconds>0&&i.push(n(`time_left`,{time:ht(t.seconds)})),typeof t.power==`number`&&i.push(st(r,t.power)),typeof t.energy==`number`&&t.energy>0&&i.push(ct(r,t.energy)),typeof t.current==`number`&&i.push(W(r,t.current,`A`));let a=t.due===void 0?void 0:new Date(t.due);return a&&!Number.isNaN(a.getTime())&&i.push(n(`until_time`,{time:pt(e,a)})),i}function G(e,t){return t?[_t(e,t.key),...vt(e,t)].join(` · `):``}function yt(e){if(!e||e.state===`unavailable`||e.state===`unknown`)return null;let t=Object.entries(e.attributes).filter(([,e])=>typeof e==`string`||typeof e==`number`),{friendly_name:n,device_class:r,icon:i,...a}=Object.fromEntries(t);return{...a,key:e.state}}var bt={solar:`#f5b027`,import:`#e8713c`,export:`#43a66f`,battery:`#2aa5b8`,house:`#7b6cc9`,car:`#3f7ee8`,heat_pump:`#d4567f`,load:`#9a7b5f`,price:`#6b7a90`};function xt(e){return`var(--overshot-color-${e.replace(`_`,`-`)}, ${bt[e]})`}var St=o`
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
`,Ct=[`mon`,`tue`,`wed`,`thu`,`fri`,`sat`,`sun`],wt={energy:2e4,time:`07:00`,days:[],mixed:!1};function Tt(e){let t=e[0];if(!t)return wt;let n=e.every(e=>e.energy===t.energy&&e.time===t.time);return{energy:t.energy,time:t.time,days:[...new Set(e.map(e=>e.weekday))].sort((e,t)=>e-t),mixed:!n}}function Et(e){return e.days.map(t=>({weekday:Ct[t]??`mon`,time:e.time,energy:e.energy/1e3}))}function Dt(e,t,n){let r=e+t>=2e4?5e3:1e3,i=Math.round((e+t*r)/r)*r;return Math.min(2e5,Math.max(n,i))}function Ot(e,t){return e==null||!t?.consumption?null:e/t.consumption}var kt=o`
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
    background: var(--primary-color);
    color: var(--text-primary-color, #fff);
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
`,At={off:`mdi:power`,boost:`mdi:rocket-launch-outline`,turbo:`mdi:lightning-bolt-outline`,pv_surplus:`mdi:white-balance-sunny`,safe_pv_surplus:`mdi:shield-sun-outline`,efficient_pv_surplus:`mdi:calendar-clock`,controller:`mdi:robot-outline`},jt={charging_full:`var(--success-color, #43a047)`,charging_regulated:`var(--success-color, #43a047)`,waiting_for_surplus:`var(--info-color, #3f7ee8)`,connected:`var(--info-color, #3f7ee8)`,limited:`var(--warning-color, #ffa600)`,unauthorised:`var(--warning-color, #ffa600)`,fault:`var(--error-color, #db4437)`},Mt=900,Nt=5e3,K=class extends B{static{this.styles=[St,kt]}static getConfigForm(){return Ke([{name:`device`,selector:{device:{integration:`overshot`,entity:{domain:`select`}}}}],{device:`editor_charge_point`})}static getStubConfig(){return{}}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=rt(this.hass.connection,e.entry_id,e=>{this.live=e})}leave(){this.stop?.(),this.stop=void 0}watched(){let e=this.site&&this.device(this.site);if(!e)return[];let t=e.device_id;return[`charging_mode`,`status`,`reason`,`setpoint`,`phases`,`charging_power`,`session_energy`,`control`,`session_solar_share`,`session_cost`].map(e=>V(this.hass,t,e))}draw(e){let t=this.device(e);if(!t)return w`<ha-card><div class="note">${this.t(`no_charge_point`)}</div></ha-card>`;let n=this.live?.consumers?.find(e=>e.id===t.id),r=t.device_id,i=H(this.hass,r,`charging_mode`,`select`),a=H(this.hass,r,`control`,`switch`);return w`<ha-card>
      <header>
        <h2>${this.config.title||F(this.hass,t)}</h2>
        ${this.status(r)}
      </header>
      ${this.hero(r,n)} ${this.why(r,n)} ${a?.state===`off`?this.readOnly(a):D}
      ${i?this.modes(i):D} ${i?this.goals(r,this.chosenMode??i.state,n):D}
      ${this.actions(t,n)}
    </ha-card>`}device(e){let t=P(e,`charge_point`);return this.config.device?t.find(e=>e.device_id===this.config.device):t[0]}status(e){let t=H(this.hass,e,`status`,`sensor`);return t?w`<button class="chip" style="--tone: ${jt[t.state]??`var(--quiet)`}"
      @click=${()=>Ye(this,t.entity_id)}>
      <span class="dot"></span>${this.hass.formatEntityState(t)}
    </button>`:D}hero(e,t){let{hass:n}=this,r=t?.power??U(n,e,`charging_power`),i=t?.energy??U(n,e,`session_energy`),a=U(n,e,`phases`),o=U(n,e,`setpoint`),s=U(n,e,`session_solar_share`),c=Ot(i,t?.wish),l=Ot(r,t?.wish),u=t?.connected!==!1,d=[[this.t(`session`),u?ct(n.locale,i):null],[this.t(`from_sun`),s===null?null:W(n.locale,s,`%`)],[this.t(`range_added`),u&&c!==null&&c>=1?`+${W(n.locale,c,`km`)}`:null],[this.t(`speed`),l!==null&&l>=1?W(n.locale,l,`km/h`):null],[this.t(`vehicle_soc`),t?.soc==null?null:W(n.locale,t.soc,`%`)]],ee=o===null?``:W(n.locale,o,`A`,o%1?1:0);return w`<div class="hero figure">
        <div class="now">
          <div class="value">${st(n.locale,r)}</div>
          <div class="quiet small">
            ${[ee,a===null?``:this.t(a===1?`one_phase`:`phases_count`,{count:ot(n.locale,a)})].filter(Boolean).join(` · `)}
          </div>
        </div>
      </div>
      <dl class="stats figure">
        ${d.map(([e,t])=>t===null?D:w`<div><dt>${e}</dt><dd>${t}</dd></div>`)}
      </dl>`}why(e,t){let n=H(this.hass,e,`reason`,`sensor`),r=t?.reason??yt(n);if(!r)return D;let i=r.key===`vehicle_not_asking`?this.t(`car_timer_hint`):``;return w`<div class="note" role="status" style="--tone: var(--primary-color)">
      <ha-icon icon=${i?`mdi:lightbulb-on-outline`:`mdi:comment-question-outline`}></ha-icon>
      <span>${G(this.hass,r)}${i?w`<br /><span class="quiet small">${i}</span>`:D}</span>
    </div>`}readOnly(e){return w`<div class="note warning">
      <ha-icon icon="mdi:eye-outline"></ha-icon>
      <span>${this.t(`read_only_hint`)}
        <button class="button" style="margin-top: 8px" @click=${()=>this.call(`switch`,`turn_on`,{entity_id:e.entity_id})}>
          ${this.t(`let_steer`)}
        </button></span>
    </div>`}modes(e){let t=e.attributes.options??[],n=this.chosenMode??e.state;return w`<div class="modes" role="radiogroup" aria-label=${this.t(`charging_mode`)} @keydown=${this.moveMode}>
      ${t.map(r=>w`<button
          class="mode"
          role="radio"
          aria-checked=${r===n}
          tabindex=${r===n||!t.includes(n)&&r===t[0]?0:-1}
          ?disabled=${!Xe(e)}
          @click=${()=>this.choose(e.entity_id,r)}
        >
          <ha-icon icon=${At[r]??`mdi:ev-station`}></ha-icon>${this.hass.formatEntityState(e,r)}
        </button>`)}
    </div>`}moveMode(e){let t={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[e.key];if(!t)return;e.preventDefault();let n=[...e.currentTarget.querySelectorAll(`[role=radio]`)];n[(n.indexOf(e.target)+t+n.length)%n.length]?.focus()}choose(e,t){this.chosenMode=t,this.trust(),this.call(`select`,`select_option`,{entity_id:e,option:t})}goals(e,t,n){if(t===`safe_pv_surplus`){let t=H(this.hass,e,`guaranteed_energy`,`number`);return t?this.guaranteedGoal(t):D}return t===`efficient_pv_surplus`?this.timedGoal(e,this.goal??Tt(n?.wish?.targets??[])):D}guaranteedGoal(e){let t=this.guaranteed??tt(e)??0;return w`<div class="goal">
      <span>${this.t(`guaranteed_hint`)}</span>${this.stepper(t,n=>{this.guaranteed=Dt(t,n,0),this.later(()=>this.call(`number`,`set_value`,{entity_id:e.entity_id,value:(this.guaranteed??0)/1e3}))},this.t(`guaranteed`))}
    </div>`}timedGoal(e,t){let n=n=>{this.goal={...t,...n,mixed:!1},this.later(()=>this.call(`overshot`,`set_energy_targets`,{targets:Et(this.goal??t)},e))},r=Array.from({length:7},(e,t)=>mt(this.hass,new Date(Date.UTC(2026,0,5+t,12))));return w`<div class="goal">
      <span>${t.mixed?this.t(`goal_mixed`):this.t(`goal_hint`)}</span>
      ${this.stepper(t.energy,e=>n({energy:Dt(t.energy,e,1e3)}),this.t(`energy_goal`))}
      <label>${this.t(`ready_by`)}
        <input type="time" .value=${t.time} @change=${e=>{let{value:t}=e.target;t&&n({time:t})}} />
      </label>
      <div class="days" role="group" aria-label=${this.t(`days`)}>
        ${r.map((e,r)=>w`<button
            aria-pressed=${t.days.includes(r)}
            @click=${()=>n({days:t.days.includes(r)?t.days.filter(e=>e!==r):[...t.days,r].sort()})}
          >${e}</button>`)}
      </div>
    </div>`}stepper(e,t,n){return w`<span class="stepper" role="group" aria-label=${n}>
      <button aria-label=${this.t(`less`)} @click=${()=>t(-1)}>−</button>
      <output class="figure">${W(this.hass.locale,e/1e3,`kWh`)}</output>
      <button aria-label=${this.t(`more`)} @click=${()=>t(1)}>+</button>
    </span>`}actions(e,t){if(t?.connected===!1||!t)return D;let n=(t.power??0)>100,r=t.wish?.stopped??!1;return w`<div class="actions">
      ${n&&!r?w`<button class="button" @click=${()=>this.call(`overshot`,`stop_charging`,{},e.device_id)}>
              <ha-icon icon="mdi:stop"></ha-icon>${this.t(`stop_charging`)}
            </button>`:w`<button class="button strong" @click=${()=>this.call(`overshot`,`start_charging`,{},e.device_id)}>
              <ha-icon icon="mdi:play"></ha-icon>${this.t(`start_charging`)}
            </button>`}
    </div>`}later(e){clearTimeout(this.sending),this.sending=setTimeout(()=>{e(),this.trust()},Mt)}trust(){clearTimeout(this.forgetting),this.forgetting=setTimeout(()=>{this.chosenMode=this.goal=this.guaranteed=void 0},Nt)}async call(e,t,n,r){try{await this.hass.callService(e,t,n,r?{device_id:r}:void 0)}catch{this.chosenMode=this.goal=this.guaranteed=void 0}}};z([M()],K.prototype,`live`,void 0),z([M()],K.prototype,`chosenMode`,void 0),z([M()],K.prototype,`goal`,void 0),z([M()],K.prototype,`guaranteed`,void 0);var Pt=400,Ft={x:200,y:172},It=4;function Lt(e){if(e.length<=It)return e.map(e=>({consumer:e,power:e.power,id:e.id}));let t=[...e].sort((e,t)=>(t.power??0)-(e.power??0)),n=t.slice(3),r=n.some(e=>e.power!==null)?n.reduce((e,t)=>e+(t.power??0),0):null;return[...t.slice(0,3).map(e=>({consumer:e,power:e.power,id:e.id})),{power:r,id:`more`}]}function Rt(e){let t=[[`solar`,Math.max(0,e.solar??0)],[`battery`,Math.max(0,e.battery??0)],[`import`,Math.max(0,e.grid??0)]],n=t.reduce((e,[,t])=>e+t,0);return n<15?[]:t.map(([e,t])=>({color:e,share:t/n}))}function zt(e,t){let n=Lt(e.consumers??[]),r=t.solar?0:96,i={x:Ft.x,y:Ft.y-r},a=i.y+128,o=[{kind:`grid`,id:`grid`,x:52,y:i.y,power:e.grid??null},{kind:`house`,id:`house`,...i,power:e.house??null}],s=[],c=(e,t,n,r)=>{r==null||Math.abs(r)<15||s.push({id:e,color:t,path:n,power:Math.abs(r),forward:r>0})};return c(`grid`,(e.grid??0)>0?`import`:`export`,`M52 ${i.y} H${i.x}`,e.grid),t.solar&&(o.push({kind:`solar`,id:`solar`,x:i.x,y:48,power:e.solar??null}),c(`solar`,`solar`,`M${i.x} 48 V${i.y}`,e.solar)),t.battery&&(o.push({kind:`battery`,id:`battery`,x:348,y:i.y,power:e.battery??null}),c(`battery`,`battery`,`M348 ${i.y} H${i.x}`,e.battery)),n.forEach(({consumer:e,power:t,id:r},s)=>{let l=Pt/(n.length+1)*(s+1),u=n.length===1?i.x:52+296/(n.length-1)*s,d=n.length>2?u:l;o.push({kind:e?.kind??`more`,id:r,x:d,y:a,power:t,consumer:e});let ee=Math.abs(d-i.x)<1?`M${i.x} ${i.y} V${a}`:`M${i.x} ${i.y} C${i.x} ${a-40} ${d} ${i.y+40} ${d} ${a}`;c(`to-${r}`,e?.kind??`load`,ee,t===null?null:Math.max(0,t))}),{width:Pt,height:n.length?a+62:i.y+62,nodes:o,flows:s,mix:Rt(e)}}function Bt(e){return[4.5,3.2,2.3,1.7,1.2][e<300?0:e<1e3?1:e<3e3?2:e<7e3?3:4]??2.3}var Vt=o`
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
`,Ht={grid:`mdi:transmission-tower`,solar:`mdi:solar-power-variant`,battery:`mdi:home-battery`,house:`mdi:home`,car:`mdi:car-electric`,heat_pump:`mdi:heat-pump`,load:`mdi:water-boiler`,more:`mdi:dots-horizontal`},Ut=2*Math.PI*47,Wt=class extends B{static{this.styles=[St,Vt]}static getConfigForm(){return Ke([],{})}static getStubConfig(){return{}}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=rt(this.hass.connection,e.entry_id,e=>this.live=e)}leave(){this.stop?.(),this.stop=void 0}draw(e){let t=this.live??{loaded:!0},n=zt(t,{solar:P(e,`solar`).length>0||(t.solar??null)!==null,battery:P(e,`battery`).length>0||(t.battery??null)!==null});return w`<ha-card>
      ${this.config.title?w`<header><h2>${this.config.title}</h2></header>`:D}
      <div class="picture" style="aspect-ratio: ${n.width} / ${n.height}">
        <svg class="flows" viewBox="0 0 ${n.width} ${n.height}" aria-hidden="true">
          ${this.wires(n)} ${n.flows.map(e=>this.flow(e))}
        </svg>
        ${n.nodes.map(r=>this.node(e,r,n,t))}
      </div>
      ${this.note(e,t)}
    </ha-card>`}wires(e){let t=e.nodes.find(e=>e.kind===`house`);if(!t)return D;let n=new Set(e.flows.map(e=>e.id));return e.nodes.filter(e=>e!==t&&!n.has(e.id)&&!n.has(`to-${e.id}`)).map(e=>e.y>t.y&&e.x!==t.x?T`<path class="wire" d="M${t.x} ${t.y} C${t.x} ${e.y-40} ${e.x} ${t.y+40} ${e.x} ${e.y}"></path>`:T`<path class="wire" d="M${e.x} ${e.y} L${t.x} ${t.y}"></path>`)}flow(e){return T`<g stroke=${xt(e.color)}>
      <path class="live" d=${e.path}></path>
      <path class="dots ${e.forward?``:`back`}" style="--pace: ${Bt(e.power)}s" d=${e.path}></path>
    </g>`}node(e,t,n,r){let i=Gt(t),a=`left: ${100*t.x/n.width}%; top: ${100*t.y/n.height}%`,o=t.power!==null&&Math.abs(t.power)>=15,s=st(this.hass.locale,t.power===null?null:Math.abs(t.power)),c=this.nameOf(e,t),l=this.under(t,r);return w`<button
        class="node figure ${t.kind} ${o?`on`:``}"
        style="${a}; --tone: ${xt(i)}"
        title=${c}
        aria-label=${[c,s,l].filter(Boolean).join(`, `)}
        @click=${()=>Ye(this,this.entityOf(e,t))}
      >
        ${t.kind===`house`?this.ring(n):D}
        <ha-icon icon=${Kt(t,r)}></ha-icon>
        <span class="value">${s}</span>
        ${l?w`<span class="under">${l}</span>`:D}
      </button>
      ${t.consumer?w`<span class="name" aria-hidden="true" style="max-width: ${Math.floor(88/Math.max(1,r.consumers?.length??1))}cqi; left: ${100*t.x/n.width}%; top: calc(${100*t.y/n.height}% + clamp(33px, 9.5cqi, 43px) + 4px)"
              >${c}</span
            >`:D}`}ring(e){let t=0;return w`<svg viewBox="0 0 100 100" aria-hidden="true">
      <circle class="ring" cx="50" cy="50" r="47" stroke="var(--line)"></circle>
      ${e.mix.map(({color:e,share:n})=>{let r=t;return t+=n,n>.005?T`<circle class="ring" cx="50" cy="50" r="47" stroke=${xt(e)}
              stroke-dasharray="${n*Ut} ${Ut}" stroke-dashoffset=${-r*Ut}></circle>`:D})}
    </svg>`}under(e,t){let n=e.power!==null&&Math.abs(e.power)>=15,{locale:r}=this.hass;return e.kind===`battery`?t.soc==null?``:W(r,t.soc,`%`):e.kind===`grid`&&n?this.t((e.power??0)>0?`importing`:`exporting`):e.kind===`car`&&e.consumer?.soc!=null?W(r,e.consumer.soc,`%`):``}nameOf(e,t){if(t.kind===`more`)return this.t(`more_devices`);if(!t.consumer)return this.t(t.kind);let n=e.devices.find(e=>e.id===t.id)??e.devices.find(e=>t.id.startsWith(e.id));return n?F(this.hass,n):this.t(t.consumer.kind)}entityOf(e,t){let{hass:n}=this,r=(t,r)=>P(e,t).map(e=>V(n,e.device_id,r,`sensor`)).find(Boolean);if(t.kind===`grid`)return r(`grid`,`grid_power`);if(t.kind===`solar`)return r(`solar`,`solar_power`);if(t.kind===`battery`)return r(`battery`,`battery_power`)??V(n,e.device_id,`storage_soc`);if(t.kind===`house`)return V(n,e.device_id,`house_power`);let i=e.devices.find(e=>e.id===t.id)?.device_id;return V(n,i,`charging_power`)??V(n,i,`reason`,`sensor`)}note(e,t){if(!t.loaded)return w`<div class="note" role="status">${this.t(`site_loading`)}</div>`;if(t.stale)return w`<div class="note error" role="status">
        <ha-icon icon="mdi:alert-circle-outline"></ha-icon>${G(this.hass,{key:`meter_stale`})}
      </div>`;if(t.on_backup)return w`<div class="note warning" role="status">
        <ha-icon icon="mdi:transmission-tower-off"></ha-icon>${G(this.hass,{key:`on_backup`})}
      </div>`;let n=t.held_back?.[0];if(!n)return D;let r=e.devices.find(e=>e.id===n.id);return w`<div class="note" role="status">
      <ha-icon icon="mdi:car-speed-limiter"></ha-icon>
      <span>${r?w`<b>${F(this.hass,r)}</b>: `:D}${G(this.hass,n)}</span>
    </div>`}};z([M()],Wt.prototype,`live`,void 0);function Gt(e){return e.kind===`grid`?(e.power??0)<0?`export`:`import`:e.kind===`more`?`load`:e.kind}function Kt(e,t){if(e.kind===`grid`&&t.on_backup)return`mdi:transmission-tower-off`;if(e.kind===`car`&&e.consumer?.connected===!1)return`mdi:ev-station`;if(e.kind!==`battery`||t.soc==null)return Ht[e.kind];let n=Math.round(t.soc/10)*10;return n>=100?`mdi:battery`:n<10?`mdi:battery-outline`:`mdi:battery-${n}`}var qt=class extends j{static{this.styles=o`
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
  `}setConfig(e){this.config=e}render(){let{name:e=``,path:t=``,here:n=!1}=this.config??{};return w`<a href=${t} aria-current=${n?`page`:D} @click=${this.go}>${e}</a>`}go(e){e.preventDefault();let t=location.pathname.split(`/`).slice(0,2).join(`/`);history.pushState(null,``,`${t}/${this.config?.path}`),Je(this,`location-changed`,{replace:!1})}};z([M()],qt.prototype,`config`,void 0);var q={grid_options:{columns:12}};function J(e,t,n,r=1){let i=n.filter(e=>e!==void 0);return i.length?[{type:`grid`,cards:[...e?[{type:`heading`,heading:e,icon:t}]:[],...i],...r>1?{column_span:r}:{}}]:[]}function Y(e,t,n={}){return{type:`custom:overshot-${t}-card`,site:e.site.entry_id,...n}}function X(e,t,n,r={},i){let a=V(e.hass,t,n,i);return a?{type:`tile`,entity:a,...r}:void 0}function Z(e,t,n,r={}){return X(e,t,n,{features:[{type:`select-options`}],...q,...r},`select`)}function Q(e,t,n,r={}){return X(e,t,n,{features:[{type:`numeric-input`,style:`buttons`}],...r},`number`)}function $(e,t,n,r={}){return X(e,t,n,{tap_action:{action:`toggle`},...r},`switch`)}function Jt(e){let{site:t,t:n}=e,r=P(t,`charge_point`);if(r.length||P(t,`controller`).length)return{title:n(`view_charging`),path:`charging`,icon:`mdi:ev-station`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...r.flatMap(t=>J(void 0,``,[Y(e,`charge-point`,{device:t.device_id})])),...J(n(`sessions`),`mdi:format-list-bulleted`,[Y(e,`sessions`,{grid_options:{columns:`full`}})],3),...r.flatMap(t=>{let i=t.device_id;return J(r.length>1?t.name:n(`settings`),`mdi:tune-variant`,[X(e,i,`max_current`,{features:[{type:`numeric-input`,style:`slider`}],grid_options:{columns:12}},`number`),Z(e,i,`phase_management`),Z(e,i,`access`),Q(e,i,`hold_time`),Q(e,i,`priority`),$(e,i,`blocked`),$(e,i,`control`)])}),...J(n(`all_charging`),`mdi:car-multiple`,[Z(e,t.device_id,`surplus_priority`),Z(e,t.device_id,`tie_break`),Q(e,t.device_id,`charging_limit`),$(e,t.device_id,`lock_battery`)])]}}var Yt=[[`grid_power`,`sensor`],[`solar_power`,`sensor`],[`battery_power`,`sensor`],[`state_of_charge`,`sensor`],[`charging_power`,`sensor`],[`sg_ready`,`sensor`],[`power`,`sensor`]];function Xt(e){return{title:e.t(`view_devices`),path:`devices`,icon:`mdi:devices`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...J(void 0,``,[Y(e,`devices`,{grid_options:{columns:`full`}})],3),...e.site.devices.flatMap(t=>Zt(e,t))]}}function Zt(e,t){let n=t.device_id;return J(F(e.hass,t),`mdi:chip`,[X(e,n,`connection_status`),$(e,n,`control`),X(e,n,`reason`,{grid_options:{columns:12}},`sensor`),...Yt.map(([t,r])=>X(e,n,t,{},r))])}function Qt(e){let{t}=e;return{title:t(`view_history`),path:`history`,icon:`mdi:chart-bar`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:J(void 0,``,[Y(e,`history`,{grid_options:{columns:`full`}})],3)}}function $t(e){let{site:t,t:n}=e,r=P(t,`charge_point`);return{title:n(`view_now`),path:`now`,icon:`mdi:home-lightning-bolt-outline`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...J(void 0,``,[Y(e,`flow`,{grid_options:{columns:12}}),X(e,t.device_id,`import_price`,{color:`orange`,name:n(`import_price`)}),X(e,t.device_id,`feed_in_price`,{color:`green`,name:n(`export_price`)}),X(e,t.device_id,`expected_solar_remaining`,{color:`amber`,name:n(`sun_left`)}),X(e,t.device_id,`plan_status`,{color:`teal`,name:n(`view_plan`)})]),...J(void 0,``,r.slice(0,3).map(t=>Y(e,`charge-point`,{device:t.device_id}))),...J(void 0,``,[Y(e,`peak`,{compact:!0}),Y(e,`plan`,{compact:!0})])]}}function en(e){let{site:t,t:n}=e,r=t.device_id;return{title:n(`view_peaks`),path:`peaks`,icon:`mdi:summit`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...J(void 0,``,[Y(e,`peak`,{grid_options:{columns:`full`}})],2),...J(n(`settings`),`mdi:tune-variant`,[$(e,r,`peak_control`,q),$(e,r,`capacity_tariff`,q),Q(e,r,`wished_peak`,q),Q(e,r,`peak_buffer`,q),$(e,r,`boost_obeys_peak`,q),X(e,r,`peak_order`,{features:[{type:`select-options`}],...q},`select`),Z(e,r,`peak_limit`)]),...J(n(`phases`),`mdi:sine-wave`,[...[1,2,3].map(t=>X(e,r,`headroom_l${t}`,{grid_options:{columns:4},name:`L${t}`,vertical:!0})),X(e,r,`unbalance`,q),X(e,r,`expected_peak`,q)])]}}function tn(e){let{site:t,t:n}=e,r=t.device_id,i=X(e,r,`planned_charging`,{},`calendar`);return{title:n(`view_plan`),path:`plan`,icon:`mdi:clipboard-text-clock-outline`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...J(void 0,``,[Y(e,`plan`,{grid_options:{columns:`full`}})],3),...J(n(`prices`),`mdi:currency-eur`,[X(e,r,`import_price`,{color:`orange`,name:n(`import_price`)}),X(e,r,`feed_in_price`,{color:`green`,name:n(`export_price`)}),X(e,r,`next_cheap_quarter`,{color:`green`,...q}),X(e,r,`next_expensive_quarter`,{color:`red`,...q}),X(e,r,`best_hour`,{color:`teal`,...q}),X(e,r,`expected_cost_today`),X(e,r,`expected_cost_tomorrow`)]),...J(n(`batteries`),`mdi:home-battery`,[Z(e,r,`battery_strategy`),...P(t,`battery`).map(t=>X(e,t.device_id,`plan_reason`,{color:`cyan`,name:t.name,...q})),Q(e,r,`min_soc`),Q(e,r,`peak_buffer`)]),...J(n(`calendar`),`mdi:calendar-clock`,[i&&{type:`calendar`,entities:[i.entity],initial_view:`listWeek`,grid_options:{columns:12,rows:6}}])]}}var nn=[`now`,`charging`,`plan`,`history`,`peaks`,`devices`],rn=class extends j{setConfig(e){this.config=e}render(){if(!this.hass||!this.config)return D;let e=R(this.hass),t=[{name:`site`,selector:{config_entry:{integration:`overshot`}}},{name:`hide`,selector:{select:{multiple:!0,options:nn.map(t=>({value:t,label:e(`view_${t}`)}))}}}];return w`<ha-form
      .hass=${this.hass}
      .data=${this.config}
      .schema=${t}
      .computeLabel=${t=>e(t.name===`site`?`editor_site`:`editor_hide`)}
      @value-changed=${this.changed}
    ></ha-form>`}changed(e){e.stopPropagation(),Je(this,`config-changed`,{config:e.detail.value})}};z([Re({attribute:!1})],rn.prototype,`hass`,void 0),z([M()],rn.prototype,`config`,void 0);var an={now:$t,charging:Jt,plan:tn,history:Qt,peaks:en,devices:Xt},on=class extends HTMLElement{static async generate(e,t){let n=await Be(t,!0).catch(()=>[]),r=Ve(n,e.site);if(!r)return{title:`Overshot`,views:[un(t)]};let i=e.site?[r]:n;return{title:`Overshot`,views:i.flatMap((n,r)=>cn(t,n,i,r,e.hide??[]))}}static getConfigElement(){return document.createElement(`overshot-dashboard-editor`)}static getCreateSuggestions(){return{title:`Overshot`,icon:`mdi:water-outline`}}};function sn(e,t){return t===0?e:`${e}-${t+1}`}function cn(e,t,n,r,i){let a={hass:e,site:t,t:R(e)};return Object.entries(an).flatMap(([e,o])=>{let s=i.includes(e)?void 0:o(a);if(!s)return[];let c=n.length>1?n.map((n,r)=>ln(n,sn(e,r),n===t)):void 0;return[{...s,path:sn(e,r),...r>0?{subview:!0}:{},...c?{badges:c}:{}}]})}function ln(e,t,n){return{type:`custom:overshot-site-badge`,name:e.title,path:t,here:n}}function un(e){let t=R(e);return{title:t(`view_now`),path:`now`,icon:`mdi:home-lightning-bolt-outline`,cards:[{type:`markdown`,content:`${t(`no_site`)}\n\n[${t(`add_site`)}](/config/integrations/dashboard/add?domain=overshot)`}]}}function dn(){customElements.get(`ll-strategy-dashboard-overshot`)||(customElements.define(`ll-strategy-dashboard-overshot`,on),customElements.define(`overshot-dashboard-editor`,rn),(window.customStrategies??=[]).push({type:`overshot`,strategyType:`dashboard`,name:`Overshot`,description:L(document.documentElement.lang||navigator.language,`dashboard_description`),documentationURL:`https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md`}))}qe(`overshot-flow-card`,Wt,`flow_name`,`flow_description`),qe(`overshot-charge-point-card`,K,`charge_point_name`,`charge_point_description`),customElements.get(`overshot-site-badge`)||customElements.define(`overshot-site-badge`,qt),dn();