var e=globalThis,t=e.ShadowRoot&&(e.ShadyCSS===void 0||e.ShadyCSS.nativeShadow)&&`adoptedStyleSheets`in Document.prototype&&`replace`in CSSStyleSheet.prototype,n=Symbol(),r=new WeakMap,i=class{constructor(e,t,r){if(this._$cssResult$=!0,r!==n)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");this.cssText=e,this.t=t}get styleSheet(){let e=this.o,n=this.t;if(t&&e===void 0){let t=n!==void 0&&n.length===1;t&&(e=r.get(n)),e===void 0&&((this.o=e=new CSSStyleSheet).replaceSync(this.cssText),t&&r.set(n,e))}return e}toString(){return this.cssText}},a=e=>new i(typeof e==`string`?e:e+``,void 0,n),o=(e,...t)=>new i(e.length===1?e[0]:t.reduce((t,n,r)=>t+(e=>{if(!0===e._$cssResult$)return e.cssText;if(typeof e==`number`)return e;throw Error(`Value passed to 'css' function must be a 'css' function result: `+e+`. Use 'unsafeCSS' to pass non-literal values, but take care to ensure page security.`)})(n)+e[r+1],e[0]),e,n),s=(n,r)=>{if(t)n.adoptedStyleSheets=r.map(e=>e instanceof CSSStyleSheet?e:e.styleSheet);else for(let t of r){let r=document.createElement(`style`),i=e.litNonce;i!==void 0&&r.setAttribute(`nonce`,i),r.textContent=t.cssText,n.appendChild(r)}},c=t?e=>e:e=>e instanceof CSSStyleSheet?(e=>{let t=``;for(let n of e.cssRules)t+=n.cssText;return a(t)})(e):e,{is:l,defineProperty:u,getOwnPropertyDescriptor:d,getOwnPropertyNames:f,getOwnPropertySymbols:p,getPrototypeOf:m}=Object,h=globalThis,g=h.trustedTypes,_=g?g.emptyScript:``,v=h.reactiveElementPolyfillSupport,y=(e,t)=>e,b={toAttribute(e,t){switch(t){case Boolean:e=e?_:null;break;case Object:case Array:e=e==null?e:JSON.stringify(e)}return e},fromAttribute(e,t){let n=e;switch(t){case Boolean:n=e!==null;break;case Number:n=e===null?null:Number(e);break;case Object:case Array:try{n=JSON.parse(e)}catch{n=null}}return n}},x=(e,t)=>!l(e,t),S={attribute:!0,type:String,converter:b,reflect:!1,useDefault:!1,hasChanged:x};Symbol.metadata??=Symbol(`metadata`),h.litPropertyMetadata??=new WeakMap;var C=class extends HTMLElement{static addInitializer(e){this._$Ei(),(this.l??=[]).push(e)}static get observedAttributes(){return this.finalize(),this._$Eh&&[...this._$Eh.keys()]}static createProperty(e,t=S){if(t.state&&(t.attribute=!1),this._$Ei(),this.prototype.hasOwnProperty(e)&&((t=Object.create(t)).wrapped=!0),this.elementProperties.set(e,t),!t.noAccessor){let n=Symbol(),r=this.getPropertyDescriptor(e,n,t);r!==void 0&&u(this.prototype,e,r)}}static getPropertyDescriptor(e,t,n){let{get:r,set:i}=d(this.prototype,e)??{get(){return this[t]},set(e){this[t]=e}};return{get:r,set(t){let a=r?.call(this);i?.call(this,t),this.requestUpdate(e,a,n)},configurable:!0,enumerable:!0}}static getPropertyOptions(e){return this.elementProperties.get(e)??S}static _$Ei(){if(this.hasOwnProperty(y(`elementProperties`)))return;let e=m(this);e.finalize(),e.l!==void 0&&(this.l=[...e.l]),this.elementProperties=new Map(e.elementProperties)}static finalize(){if(this.hasOwnProperty(y(`finalized`)))return;if(this.finalized=!0,this._$Ei(),this.hasOwnProperty(y(`properties`))){let e=this.properties,t=[...f(e),...p(e)];for(let n of t)this.createProperty(n,e[n])}let e=this[Symbol.metadata];if(e!==null){let t=litPropertyMetadata.get(e);if(t!==void 0)for(let[e,n]of t)this.elementProperties.set(e,n)}this._$Eh=new Map;for(let[e,t]of this.elementProperties){let n=this._$Eu(e,t);n!==void 0&&this._$Eh.set(n,e)}this.elementStyles=this.finalizeStyles(this.styles)}static finalizeStyles(e){let t=[];if(Array.isArray(e)){let n=new Set(e.flat(1/0).reverse());for(let e of n)t.unshift(c(e))}else e!==void 0&&t.push(c(e));return t}static _$Eu(e,t){let n=t.attribute;return!1===n?void 0:typeof n==`string`?n:typeof e==`string`?e.toLowerCase():void 0}constructor(){super(),this._$Ep=void 0,this.isUpdatePending=!1,this.hasUpdated=!1,this._$Em=null,this._$Ev()}_$Ev(){this._$ES=new Promise(e=>this.enableUpdating=e),this._$AL=new Map,this._$E_(),this.requestUpdate(),this.constructor.l?.forEach(e=>e(this))}addController(e){(this._$EO??=new Set).add(e),this.renderRoot!==void 0&&this.isConnected&&e.hostConnected?.()}removeController(e){this._$EO?.delete(e)}_$E_(){let e=new Map,t=this.constructor.elementProperties;for(let n of t.keys())this.hasOwnProperty(n)&&(e.set(n,this[n]),delete this[n]);e.size>0&&(this._$Ep=e)}createRenderRoot(){let e=this.shadowRoot??this.attachShadow(this.constructor.shadowRootOptions);return s(e,this.constructor.elementStyles),e}connectedCallback(){this.renderRoot??=this.createRenderRoot(),this.enableUpdating(!0),this._$EO?.forEach(e=>e.hostConnected?.())}enableUpdating(e){}disconnectedCallback(){this._$EO?.forEach(e=>e.hostDisconnected?.())}attributeChangedCallback(e,t,n){this._$AK(e,n)}_$ET(e,t){let n=this.constructor.elementProperties.get(e),r=this.constructor._$Eu(e,n);if(r!==void 0&&!0===n.reflect){let i=(n.converter?.toAttribute===void 0?b:n.converter).toAttribute(t,n.type);this._$Em=e,i==null?this.removeAttribute(r):this.setAttribute(r,i),this._$Em=null}}_$AK(e,t){let n=this.constructor,r=n._$Eh.get(e);if(r!==void 0&&this._$Em!==r){let e=n.getPropertyOptions(r),i=typeof e.converter==`function`?{fromAttribute:e.converter}:e.converter?.fromAttribute===void 0?b:e.converter;this._$Em=r;let a=i.fromAttribute(t,e.type);this[r]=a??this._$Ej?.get(r)??a,this._$Em=null}}requestUpdate(e,t,n,r=!1,i){if(e!==void 0){let a=this.constructor;if(!1===r&&(i=this[e]),n??=a.getPropertyOptions(e),!((n.hasChanged??x)(i,t)||n.useDefault&&n.reflect&&i===this._$Ej?.get(e)&&!this.hasAttribute(a._$Eu(e,n))))return;this.C(e,t,n)}!1===this.isUpdatePending&&(this._$ES=this._$EP())}C(e,t,{useDefault:n,reflect:r,wrapped:i},a){n&&!(this._$Ej??=new Map).has(e)&&(this._$Ej.set(e,a??t??this[e]),!0!==i||a!==void 0)||(this._$AL.has(e)||(this.hasUpdated||n||(t=void 0),this._$AL.set(e,t)),!0===r&&this._$Em!==e&&(this._$Eq??=new Set).add(e))}async _$EP(){this.isUpdatePending=!0;try{await this._$ES}catch(e){Promise.reject(e)}let e=this.scheduleUpdate();return e!=null&&await e,!this.isUpdatePending}scheduleUpdate(){return this.performUpdate()}performUpdate(){if(!this.isUpdatePending)return;if(!this.hasUpdated){if(this.renderRoot??=this.createRenderRoot(),this._$Ep){for(let[e,t]of this._$Ep)this[e]=t;this._$Ep=void 0}let e=this.constructor.elementProperties;if(e.size>0)for(let[t,n]of e){let{wrapped:e}=n,r=this[t];!0!==e||this._$AL.has(t)||r===void 0||this.C(t,void 0,n,r)}}let e=!1,t=this._$AL;try{e=this.shouldUpdate(t),e?(this.willUpdate(t),this._$EO?.forEach(e=>e.hostUpdate?.()),this.update(t)):this._$EM()}catch(t){throw e=!1,this._$EM(),t}e&&this._$AE(t)}willUpdate(e){}_$AE(e){this._$EO?.forEach(e=>e.hostUpdated?.()),this.hasUpdated||(this.hasUpdated=!0,this.firstUpdated(e)),this.updated(e)}_$EM(){this._$AL=new Map,this.isUpdatePending=!1}get updateComplete(){return this.getUpdateComplete()}getUpdateComplete(){return this._$ES}shouldUpdate(e){return!0}update(e){this._$Eq&&=this._$Eq.forEach(e=>this._$ET(e,this[e])),this._$EM()}updated(e){}firstUpdated(e){}};C.elementStyles=[],C.shadowRootOptions={mode:`open`},C[y(`elementProperties`)]=new Map,C[y(`finalized`)]=new Map,v?.({ReactiveElement:C}),(h.reactiveElementVersions??=[]).push(`2.1.2`);var w=globalThis,T=e=>e,E=w.trustedTypes,D=E?E.createPolicy(`lit-html`,{createHTML:e=>e}):void 0,O=`$lit$`,k=`lit$${Math.random().toFixed(9).slice(2)}$`,ee=`?`+k,A=`<${ee}>`,j=document,te=()=>j.createComment(``),ne=e=>e===null||typeof e!=`object`&&typeof e!=`function`,re=Array.isArray,ie=e=>re(e)||typeof e?.[Symbol.iterator]==`function`,ae=`[ 	
\f\r]`,M=/<(?:(!--|\/[^a-zA-Z])|(\/?[a-zA-Z][^>\s]*)|(\/?$))/g,N=/-->/g,P=/>/g,F=RegExp(`>|${ae}(?:([^\\s"'>=/]+)(${ae}*=${ae}*(?:[^ \t\n\f\r"'\`<>=]|("|')|))|$)`,`g`),I=/'/g,L=/"/g,oe=/^(?:script|style|textarea|title)$/i,se=e=>(t,...n)=>({_$litType$:e,strings:t,values:n}),R=se(1),ce=se(2),le=Symbol.for(`lit-noChange`),z=Symbol.for(`lit-nothing`),ue=new WeakMap,de=j.createTreeWalker(j,129);function fe(e,t){if(!re(e)||!e.hasOwnProperty(`raw`))throw Error(`invalid template strings array`);return D===void 0?t:D.createHTML(t)}var pe=(e,t)=>{let n=e.length-1,r=[],i,a=t===2?`<svg>`:t===3?`<math>`:``,o=M;for(let t=0;t<n;t++){let n=e[t],s,c,l=-1,u=0;for(;u<n.length&&(o.lastIndex=u,c=o.exec(n),c!==null);)u=o.lastIndex,o===M?c[1]===`!--`?o=N:c[1]===void 0?c[2]===void 0?c[3]!==void 0&&(o=F):(oe.test(c[2])&&(i=RegExp(`</`+c[2],`g`)),o=F):o=P:o===F?c[0]===`>`?(o=i??M,l=-1):c[1]===void 0?l=-2:(l=o.lastIndex-c[2].length,s=c[1],o=c[3]===void 0?F:c[3]===`"`?L:I):o===L||o===I?o=F:o===N||o===P?o=M:(o=F,i=void 0);let d=o===F&&e[t+1].startsWith(`/>`)?` `:``;a+=o===M?n+A:l>=0?(r.push(s),n.slice(0,l)+O+n.slice(l)+k+d):n+k+(l===-2?t:d)}return[fe(e,a+(e[n]||`<?>`)+(t===2?`</svg>`:t===3?`</math>`:``)),r]},me=class e{constructor({strings:t,_$litType$:n},r){let i;this.parts=[];let a=0,o=0,s=t.length-1,c=this.parts,[l,u]=pe(t,n);if(this.el=e.createElement(l,r),de.currentNode=this.el.content,n===2||n===3){let e=this.el.content.firstChild;e.replaceWith(...e.childNodes)}for(;(i=de.nextNode())!==null&&c.length<s;){if(i.nodeType===1){if(i.hasAttributes())for(let e of i.getAttributeNames())if(e.endsWith(O)){let t=u[o++],n=i.getAttribute(e).split(k),r=/([.?@])?(.*)/.exec(t);c.push({type:1,index:a,name:r[2],strings:n,ctor:r[1]===`.`?ye:r[1]===`?`?B:r[1]===`@`?V:ve}),i.removeAttribute(e)}else e.startsWith(k)&&(c.push({type:6,index:a}),i.removeAttribute(e));if(oe.test(i.tagName)){let e=i.textContent.split(k),t=e.length-1;if(t>0){i.textContent=E?E.emptyScript:``;for(let n=0;n<t;n++)i.append(e[n],te()),de.nextNode(),c.push({type:2,index:++a});i.append(e[t],te())}}}else if(i.nodeType===8){if(i.data===ee)c.push({type:2,index:a});else{let e=-1;for(;(e=i.data.indexOf(k,e+1))!==-1;)c.push({type:7,index:a}),e+=k.length-1}}a++}}static createElement(e,t){let n=j.createElement(`template`);return n.innerHTML=e,n}};function he(e,t,n=e,r){if(t===le)return t;let i=r===void 0?n._$Cl:n._$Co?.[r],a=ne(t)?void 0:t._$litDirective$;return i?.constructor!==a&&(i?._$AO?.(!1),a===void 0?i=void 0:(i=new a(e),i._$AT(e,n,r)),r===void 0?n._$Cl=i:(n._$Co??=[])[r]=i),i!==void 0&&(t=he(e,i._$AS(e,t.values),i,r)),t}var ge=class{constructor(e,t){this._$AV=[],this._$AN=void 0,this._$AD=e,this._$AM=t}get parentNode(){return this._$AM.parentNode}get _$AU(){return this._$AM._$AU}u(e){let{el:{content:t},parts:n}=this._$AD,r=(e?.creationScope??j).importNode(t,!0);de.currentNode=r;let i=de.nextNode(),a=0,o=0,s=n[0];for(;s!==void 0;){if(a===s.index){let t;s.type===2?t=new _e(i,i.nextSibling,this,e):s.type===1?t=new s.ctor(i,s.name,s.strings,this,e):s.type===6&&(t=new be(i,this,e)),this._$AV.push(t),s=n[++o]}a!==s?.index&&(i=de.nextNode(),a++)}return de.currentNode=j,r}p(e){let t=0;for(let n of this._$AV)n!==void 0&&(n.strings===void 0?n._$AI(e[t]):(n._$AI(e,n,t),t+=n.strings.length-2)),t++}},_e=class e{get _$AU(){return this._$AM?._$AU??this._$Cv}constructor(e,t,n,r){this.type=2,this._$AH=z,this._$AN=void 0,this._$AA=e,this._$AB=t,this._$AM=n,this.options=r,this._$Cv=r?.isConnected??!0}get parentNode(){let e=this._$AA.parentNode,t=this._$AM;return t!==void 0&&e?.nodeType===11&&(e=t.parentNode),e}get startNode(){return this._$AA}get endNode(){return this._$AB}_$AI(e,t=this){e=he(this,e,t),ne(e)?e===z||e==null||e===``?(this._$AH!==z&&this._$AR(),this._$AH=z):e!==this._$AH&&e!==le&&this._(e):e._$litType$===void 0?e.nodeType===void 0?ie(e)?this.k(e):this._(e):this.T(e):this.$(e)}O(e){return this._$AA.parentNode.insertBefore(e,this._$AB)}T(e){this._$AH!==e&&(this._$AR(),this._$AH=this.O(e))}_(e){this._$AH!==z&&ne(this._$AH)?this._$AA.nextSibling.data=e:this.T(j.createTextNode(e)),this._$AH=e}$(e){let{values:t,_$litType$:n}=e,r=typeof n==`number`?this._$AC(e):(n.el===void 0&&(n.el=me.createElement(fe(n.h,n.h[0]),this.options)),n);if(this._$AH?._$AD===r)this._$AH.p(t);else{let e=new ge(r,this),n=e.u(this.options);e.p(t),this.T(n),this._$AH=e}}_$AC(e){let t=ue.get(e.strings);return t===void 0&&ue.set(e.strings,t=new me(e)),t}k(t){re(this._$AH)||(this._$AH=[],this._$AR());let n=this._$AH,r,i=0;for(let a of t)i===n.length?n.push(r=new e(this.O(te()),this.O(te()),this,this.options)):r=n[i],r._$AI(a),i++;i<n.length&&(this._$AR(r&&r._$AB.nextSibling,i),n.length=i)}_$AR(e=this._$AA.nextSibling,t){for(this._$AP?.(!1,!0,t);e!==this._$AB;){let t=T(e).nextSibling;T(e).remove(),e=t}}setConnected(e){this._$AM===void 0&&(this._$Cv=e,this._$AP?.(e))}},ve=class{get tagName(){return this.element.tagName}get _$AU(){return this._$AM._$AU}constructor(e,t,n,r,i){this.type=1,this._$AH=z,this._$AN=void 0,this.element=e,this.name=t,this._$AM=r,this.options=i,n.length>2||n[0]!==``||n[1]!==``?(this._$AH=Array(n.length-1).fill(new String),this.strings=n):this._$AH=z}_$AI(e,t=this,n,r){let i=this.strings,a=!1;if(i===void 0)e=he(this,e,t,0),a=!ne(e)||e!==this._$AH&&e!==le,a&&(this._$AH=e);else{let r=e,o,s;for(e=i[0],o=0;o<i.length-1;o++)s=he(this,r[n+o],t,o),s===le&&(s=this._$AH[o]),a||=!ne(s)||s!==this._$AH[o],s===z?e=z:e!==z&&(e+=(s??``)+i[o+1]),this._$AH[o]=s}a&&!r&&this.j(e)}j(e){e===z?this.element.removeAttribute(this.name):this.element.setAttribute(this.name,e??``)}},ye=class extends ve{constructor(){super(...arguments),this.type=3}j(e){this.element[this.name]=e===z?void 0:e}},B=class extends ve{constructor(){super(...arguments),this.type=4}j(e){this.element.toggleAttribute(this.name,!!e&&e!==z)}},V=class extends ve{constructor(e,t,n,r,i){super(e,t,n,r,i),this.type=5}_$AI(e,t=this){if((e=he(this,e,t,0)??z)===le)return;let n=this._$AH,r=e===z&&n!==z||e.capture!==n.capture||e.once!==n.once||e.passive!==n.passive,i=e!==z&&(n===z||r);r&&this.element.removeEventListener(this.name,this,n),i&&this.element.addEventListener(this.name,this,e),this._$AH=e}handleEvent(e){typeof this._$AH==`function`?this._$AH.call(this.options?.host??this.element,e):this._$AH.handleEvent(e)}},be=class{constructor(e,t,n){this.element=e,this.type=6,this._$AN=void 0,this._$AM=t,this.options=n}get _$AU(){return this._$AM._$AU}_$AI(e){he(this,e)}},xe=w.litHtmlPolyfillSupport;xe?.(me,_e),(w.litHtmlVersions??=[]).push(`3.3.3`);var Se=(e,t,n)=>{let r=n?.renderBefore??t,i=r._$litPart$;if(i===void 0){let e=n?.renderBefore??null;r._$litPart$=i=new _e(t.insertBefore(te(),e),e,void 0,n??{})}return i._$AI(e),i},Ce=globalThis,we=class extends C{constructor(){super(...arguments),this.renderOptions={host:this},this._$Do=void 0}createRenderRoot(){let e=super.createRenderRoot();return this.renderOptions.renderBefore??=e.firstChild,e}update(e){let t=this.render();this.hasUpdated||(this.renderOptions.isConnected=this.isConnected),super.update(e),this._$Do=Se(t,this.renderRoot,this.renderOptions)}connectedCallback(){super.connectedCallback(),this._$Do?.setConnected(!0)}disconnectedCallback(){super.disconnectedCallback(),this._$Do?.setConnected(!1)}render(){return le}};we._$litElement$=!0,we.finalized=!0,Ce.litElementHydrateSupport?.({LitElement:we});var Te=Ce.litElementPolyfillSupport;Te?.({LitElement:we}),(Ce.litElementVersions??=[]).push(`4.2.2`);var Ee={attribute:!0,type:String,converter:b,reflect:!1,hasChanged:x},De=(e=Ee,t,n)=>{let{kind:r,metadata:i}=n,a=globalThis.litPropertyMetadata.get(i);if(a===void 0&&globalThis.litPropertyMetadata.set(i,a=new Map),r===`setter`&&((e=Object.create(e)).wrapped=!0),a.set(n.name,e),r===`accessor`){let{name:r}=n;return{set(n){let i=t.get.call(this);t.set.call(this,n),this.requestUpdate(r,i,e,!0,n)},init(t){return t!==void 0&&this.C(r,void 0,e,t),t}}}if(r===`setter`){let{name:r}=n;return function(n){let i=this[r];t.call(this,n),this.requestUpdate(r,i,e,!0,n)}}throw Error(`Unsupported decorator location: `+r)};function Oe(e){return(t,n)=>typeof n==`object`?De(e,t,n):((e,t,n)=>{let r=t.hasOwnProperty(n);return t.constructor.createProperty(n,e),r?Object.getOwnPropertyDescriptor(t,n):void 0})(e,t,n)}function H(e){return Oe({...e,state:!0,attribute:!1})}var ke=(e,t,n)=>(n.configurable=!0,n.enumerable=!0,Reflect.decorate&&typeof t!=`object`&&Object.defineProperty(e,t,n),n);function Ae(e,t){return(n,r,i)=>{let a=t=>t.renderRoot?.querySelector(e)??null;if(t){let{get:e,set:t}=typeof r==`object`?n:i??(()=>{let e=Symbol();return{get(){return this[e]},set(t){this[e]=t}}})();return ke(n,r,{get(){let n=e.call(this);return n===void 0&&(n=a(this),(n!==null||this.hasUpdated)&&t.call(this,n)),n}})}return ke(n,r,{get(){return a(this)}})}}var je=15e3,Me;function Ne(e,t=!1){if(t||!Me||Me.by!==e.connection||Date.now()-Me.at>je){let t=e.callWS({type:`overshot/dashboard`}).then(e=>e.sites).catch(e=>{throw Me=void 0,e});Me={at:Date.now(),by:e.connection,sites:t}}return Me.sites}function Pe(e,t){return t?e.find(e=>e.entry_id===t):e[0]}function Fe(e,t){return e.devices.filter(e=>e.roles.includes(t))}function Ie(e,t){let n=e.devices[t.device_id];return n?.name_by_user||n?.name||t.name}var Le={no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Room left on each phase`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`,plan:`Plan`,plan_name:`Plan`,plan_description:`Prices, sun and consumption expected, what is planned for battery, cars and heat pump, and what came of it.`,editor_compact:`Compact`,no_plan:`There is no plan yet. It needs an energy contract, and is made anew every quarter of an hour.`,range:`Time shown`,range_ahead:`24 h`,range_today:`Today`,range_tomorrow:`Tomorrow`,range_both:`Both`,panel_power:`Sun and house`,panel_price:`Price`,panel_soc:`Battery`,chart_label:`{name}, chart. The arrow keys go from quarter to quarter.`,made_at:`made at {time}`,plan_cost:`{cost} until {until}`,prices_until:`prices known until {time}`,house_load:`House without cars`,legend_lines:`thick: measured, thin: expected, shade: how sure`,planned_value:`planned {value}`,planned_blocks:`Planned`,block_car:`charges`,block_heat_pump:`runs`,block_load:`runs`,block_charge:`charges`,block_discharge:`gives`,peak:`Quarter-hour peak`,peak_name:`Peak`,peak_description:`The running quarter against its target, the month's peak, thirteen months and what they cost.`,meter_silent:`The grid meter is silent.`,no_quarter:`Nothing is known of this quarter yet.`,quarter_told:`{now} so far, heads for {forecast}, target {target}`,this_quarter:`this quarter`,target:`target {value}`,heads_for:`Heads for {value} at the end of the quarter`,heads_over:`Heads for {value}: over the target`,month_peak:`Month peak`,mean_peak:`Mean peak`,over_months:`over {count} months`,cost_per_year:`Costs a year`,at_maximum:`the maximum tariff holds`,history:`History`,history_name:`History`,history_description:`A day, week, month or year: where your energy came from, where it went, and what it cost.`,editor_period:`Period shown first`,editor_chart:`Chart shown first`,period:`Period`,period_day:`Day`,period_week:`Week`,period_month:`Month`,period_year:`Year`,earlier:`Earlier`,later:`Later`,to_today:`Back to today`,chart:`Chart`,kind_net:`Import and feed-in`,kind_energy:`Energy and forecast`,kind_solar_to:`Where my solar energy went`,kind_sources:`Sources of my consumption`,kind_consumers:`What consumed it`,kind_battery:`Battery`,kind_heat:`Boiler`,net_import:`More import than feed-in`,net_export:`More feed-in than import`,consumption:`Consumption`,expected_solar:`Expected sun`,expected_load:`Expected consumption`,charged:`Charged`,discharged:`Discharged`,soc:`State of charge`,temperature:`Temperature`,part_house:`House`,part_car:`Cars`,part_heat_pump:`Heat pump`,part_load:`Appliances`,part_battery:`Battery`,part_export:`Fed in`,part_solar:`Sun`,part_grid:`Grid`,part_unmeasured:`Not measured`,whole_period:`The whole period`,no_records:`The records cannot be read now.`,nothing_recorded:`Nothing was recorded of this time.`,total_import:`Import`,total_export:`Feed-in`,total_solar:`Produced`,total_consumed:`Consumed`,to_pay:`To pay`,self_consumption:`Own use of the sun`,autarky:`Self-sufficient`,saved_battery:`Saved by the battery`,saved_control:`Saved by control`,co2:`CO2 of import`,from_history:`Part of this comes from Home Assistant's statistics, from before Overshot counted.`,devices_name:`Devices`,devices_description:`All devices of the site: which answers, which is planned, which fails.`,all:`All`,state_connected:`Fine`,state_failed:`Fault`,state_planned:`Planned`,active_since:`since {date}`,serial:`serial {serial}`,steered:`steered`,read_only:`read-only`,no_devices:`No device is in this state.`,filter:`Filter`,sessions_name:`Charging sessions`,sessions_description:`All charging sessions: filter them, see where the energy came from and what it cost, take them along as a file.`,sessions_this_month:`This month`,sessions_last_month:`Last month`,sessions_this_year:`This year`,sessions_last_year:`Last year`,sessions_all:`All`,filter_point:`Charge point`,every_point:`Every charge point`,filter_person:`Person`,everybody:`Everybody`,nobody_known:`Nobody known`,filter_vehicle:`Vehicle`,every_vehicle:`Every vehicle`,filter_status:`Status`,every_status:`Every status`,session_running:`Running`,session_finished:`Finished`,session_interrupted:`Interrupted`,session_imported:`Imported`,sessions_count:`Sessions`,energy:`Energy`,cost:`Cost`,duration:`Plugged in`,reimbursement:`Paid back`,distance:`Distance`,session_start:`Start`,session_end:`End`,who:`Who`,charging_time:`Charging`,estimated:`Of that estimated`,price:`Price`,average_power:`Average power`,max_power:`Highest power`,about:`about {value}`,show_more:`Show {count} more`,no_sessions:`There is no session in this period.`,sessions_most:`The chart and the list show the first {count} sessions; the totals count all.`,file_kind:`File`,file_address:`CSV, whole site`,file_location:`CSV, by charge point`,file_owner:`CSV, by person`,file_monthly:`Monthly report, CSV`,file_report:`Monthly report, to print`,download:`Download`,download_failed:`The file could not be made.`},Re={no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Room left on each phase`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`,plan:`Plan`,plan_name:`Plan`,plan_description:`Prices, sun and consumption expected, what is planned for battery, cars and heat pump, and what came of it.`,editor_compact:`Compact`,no_plan:`There is no plan yet. It needs an energy contract, and is made anew every quarter of an hour.`,range:`Time shown`,range_ahead:`24 h`,range_today:`Today`,range_tomorrow:`Tomorrow`,range_both:`Both`,panel_power:`Sun and house`,panel_price:`Price`,panel_soc:`Battery`,chart_label:`{name}, chart. The arrow keys go from quarter to quarter.`,made_at:`made at {time}`,plan_cost:`{cost} until {until}`,prices_until:`prices known until {time}`,house_load:`House without cars`,legend_lines:`thick: measured, thin: expected, shade: how sure`,planned_value:`planned {value}`,planned_blocks:`Planned`,block_car:`charges`,block_heat_pump:`runs`,block_load:`runs`,block_charge:`charges`,block_discharge:`gives`,peak:`Quarter-hour peak`,peak_name:`Peak`,peak_description:`The running quarter against its target, the month's peak, thirteen months and what they cost.`,meter_silent:`The grid meter is silent.`,no_quarter:`Nothing is known of this quarter yet.`,quarter_told:`{now} so far, heads for {forecast}, target {target}`,this_quarter:`this quarter`,target:`target {value}`,heads_for:`Heads for {value} at the end of the quarter`,heads_over:`Heads for {value}: over the target`,month_peak:`Month peak`,mean_peak:`Mean peak`,over_months:`over {count} months`,cost_per_year:`Costs a year`,at_maximum:`the maximum tariff holds`,history:`History`,history_name:`History`,history_description:`A day, week, month or year: where your energy came from, where it went, and what it cost.`,editor_period:`Period shown first`,editor_chart:`Chart shown first`,period:`Period`,period_day:`Day`,period_week:`Week`,period_month:`Month`,period_year:`Year`,earlier:`Earlier`,later:`Later`,to_today:`Back to today`,chart:`Chart`,kind_net:`Import and feed-in`,kind_energy:`Energy and forecast`,kind_solar_to:`Where my solar energy went`,kind_sources:`Sources of my consumption`,kind_consumers:`What consumed it`,kind_battery:`Battery`,kind_heat:`Boiler`,net_import:`More import than feed-in`,net_export:`More feed-in than import`,consumption:`Consumption`,expected_solar:`Expected sun`,expected_load:`Expected consumption`,charged:`Charged`,discharged:`Discharged`,soc:`State of charge`,temperature:`Temperature`,part_house:`House`,part_car:`Cars`,part_heat_pump:`Heat pump`,part_load:`Appliances`,part_battery:`Battery`,part_export:`Fed in`,part_solar:`Sun`,part_grid:`Grid`,part_unmeasured:`Not measured`,whole_period:`The whole period`,no_records:`The records cannot be read now.`,nothing_recorded:`Nothing was recorded of this time.`,total_import:`Import`,total_export:`Feed-in`,total_solar:`Produced`,total_consumed:`Consumed`,to_pay:`To pay`,self_consumption:`Own use of the sun`,autarky:`Self-sufficient`,saved_battery:`Saved by the battery`,saved_control:`Saved by control`,co2:`CO2 of import`,from_history:`Part of this comes from Home Assistant's statistics, from before Overshot counted.`,devices_name:`Devices`,devices_description:`All devices of the site: which answers, which is planned, which fails.`,all:`All`,state_connected:`Fine`,state_failed:`Fault`,state_planned:`Planned`,active_since:`since {date}`,serial:`serial {serial}`,steered:`steered`,read_only:`read-only`,no_devices:`No device is in this state.`,filter:`Filter`,sessions_name:`Charging sessions`,sessions_description:`All charging sessions: filter them, see where the energy came from and what it cost, take them along as a file.`,sessions_this_month:`This month`,sessions_last_month:`Last month`,sessions_this_year:`This year`,sessions_last_year:`Last year`,sessions_all:`All`,filter_point:`Charge point`,every_point:`Every charge point`,filter_person:`Person`,everybody:`Everybody`,nobody_known:`Nobody known`,filter_vehicle:`Vehicle`,every_vehicle:`Every vehicle`,filter_status:`Status`,every_status:`Every status`,session_running:`Running`,session_finished:`Finished`,session_interrupted:`Interrupted`,session_imported:`Imported`,sessions_count:`Sessions`,energy:`Energy`,cost:`Cost`,duration:`Plugged in`,reimbursement:`Paid back`,distance:`Distance`,session_start:`Start`,session_end:`End`,who:`Who`,charging_time:`Charging`,estimated:`Of that estimated`,price:`Price`,average_power:`Average power`,max_power:`Highest power`,about:`about {value}`,show_more:`Show {count} more`,no_sessions:`There is no session in this period.`,sessions_most:`The chart and the list show the first {count} sessions; the totals count all.`,file_kind:`File`,file_address:`CSV, whole site`,file_location:`CSV, by charge point`,file_owner:`CSV, by person`,file_monthly:`Monthly report, CSV`,file_report:`Monthly report, to print`,download:`Download`,download_failed:`The file could not be made.`},ze={de:Le,en:Re,fr:{no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Room left on each phase`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`,plan:`Plan`,plan_name:`Plan`,plan_description:`Prices, sun and consumption expected, what is planned for battery, cars and heat pump, and what came of it.`,editor_compact:`Compact`,no_plan:`There is no plan yet. It needs an energy contract, and is made anew every quarter of an hour.`,range:`Time shown`,range_ahead:`24 h`,range_today:`Today`,range_tomorrow:`Tomorrow`,range_both:`Both`,panel_power:`Sun and house`,panel_price:`Price`,panel_soc:`Battery`,chart_label:`{name}, chart. The arrow keys go from quarter to quarter.`,made_at:`made at {time}`,plan_cost:`{cost} until {until}`,prices_until:`prices known until {time}`,house_load:`House without cars`,legend_lines:`thick: measured, thin: expected, shade: how sure`,planned_value:`planned {value}`,planned_blocks:`Planned`,block_car:`charges`,block_heat_pump:`runs`,block_load:`runs`,block_charge:`charges`,block_discharge:`gives`,peak:`Quarter-hour peak`,peak_name:`Peak`,peak_description:`The running quarter against its target, the month's peak, thirteen months and what they cost.`,meter_silent:`The grid meter is silent.`,no_quarter:`Nothing is known of this quarter yet.`,quarter_told:`{now} so far, heads for {forecast}, target {target}`,this_quarter:`this quarter`,target:`target {value}`,heads_for:`Heads for {value} at the end of the quarter`,heads_over:`Heads for {value}: over the target`,month_peak:`Month peak`,mean_peak:`Mean peak`,over_months:`over {count} months`,cost_per_year:`Costs a year`,at_maximum:`the maximum tariff holds`,history:`History`,history_name:`History`,history_description:`A day, week, month or year: where your energy came from, where it went, and what it cost.`,editor_period:`Period shown first`,editor_chart:`Chart shown first`,period:`Period`,period_day:`Day`,period_week:`Week`,period_month:`Month`,period_year:`Year`,earlier:`Earlier`,later:`Later`,to_today:`Back to today`,chart:`Chart`,kind_net:`Import and feed-in`,kind_energy:`Energy and forecast`,kind_solar_to:`Where my solar energy went`,kind_sources:`Sources of my consumption`,kind_consumers:`What consumed it`,kind_battery:`Battery`,kind_heat:`Boiler`,net_import:`More import than feed-in`,net_export:`More feed-in than import`,consumption:`Consumption`,expected_solar:`Expected sun`,expected_load:`Expected consumption`,charged:`Charged`,discharged:`Discharged`,soc:`State of charge`,temperature:`Temperature`,part_house:`House`,part_car:`Cars`,part_heat_pump:`Heat pump`,part_load:`Appliances`,part_battery:`Battery`,part_export:`Fed in`,part_solar:`Sun`,part_grid:`Grid`,part_unmeasured:`Not measured`,whole_period:`The whole period`,no_records:`The records cannot be read now.`,nothing_recorded:`Nothing was recorded of this time.`,total_import:`Import`,total_export:`Feed-in`,total_solar:`Produced`,total_consumed:`Consumed`,to_pay:`To pay`,self_consumption:`Own use of the sun`,autarky:`Self-sufficient`,saved_battery:`Saved by the battery`,saved_control:`Saved by control`,co2:`CO2 of import`,from_history:`Part of this comes from Home Assistant's statistics, from before Overshot counted.`,devices_name:`Devices`,devices_description:`All devices of the site: which answers, which is planned, which fails.`,all:`All`,state_connected:`Fine`,state_failed:`Fault`,state_planned:`Planned`,active_since:`since {date}`,serial:`serial {serial}`,steered:`steered`,read_only:`read-only`,no_devices:`No device is in this state.`,filter:`Filter`,sessions_name:`Charging sessions`,sessions_description:`All charging sessions: filter them, see where the energy came from and what it cost, take them along as a file.`,sessions_this_month:`This month`,sessions_last_month:`Last month`,sessions_this_year:`This year`,sessions_last_year:`Last year`,sessions_all:`All`,filter_point:`Charge point`,every_point:`Every charge point`,filter_person:`Person`,everybody:`Everybody`,nobody_known:`Nobody known`,filter_vehicle:`Vehicle`,every_vehicle:`Every vehicle`,filter_status:`Status`,every_status:`Every status`,session_running:`Running`,session_finished:`Finished`,session_interrupted:`Interrupted`,session_imported:`Imported`,sessions_count:`Sessions`,energy:`Energy`,cost:`Cost`,duration:`Plugged in`,reimbursement:`Paid back`,distance:`Distance`,session_start:`Start`,session_end:`End`,who:`Who`,charging_time:`Charging`,estimated:`Of that estimated`,price:`Price`,average_power:`Average power`,max_power:`Highest power`,about:`about {value}`,show_more:`Show {count} more`,no_sessions:`There is no session in this period.`,sessions_most:`The chart and the list show the first {count} sessions; the totals count all.`,file_kind:`File`,file_address:`CSV, whole site`,file_location:`CSV, by charge point`,file_owner:`CSV, by person`,file_monthly:`Monthly report, CSV`,file_report:`Monthly report, to print`,download:`Download`,download_failed:`The file could not be made.`},nl:{no_site:`Add your site first: Settings, Devices & services, Overshot.`,site_gone:`The site of this card does not exist any more. Choose another one.`,site_loading:`Overshot is starting`,editor_site:`Site (the first one where none is chosen)`,editor_title:`Title`,grid:`Grid`,solar:`Solar`,battery:`Battery`,house:`House`,car:`Car`,heat_pump:`Heat pump`,load:`Appliance`,more_devices:`More`,importing:`import`,exporting:`export`,time_left:`{time} left`,until_time:`until {time}`,flow_name:`Energy flow`,flow_description:`What flows now between grid, sun, battery, house and cars, and what is limited.`,add_site:`Add a site`,dashboard_description:`Energy flows, charging, plan, history and peaks of your house, made from the devices you have.`,editor_hide:`Views to leave out`,view_now:`Now`,view_charging:`Charging`,view_plan:`Plan`,view_history:`History`,view_peaks:`Peaks`,view_devices:`Devices`,sessions:`Charging sessions`,settings:`Settings`,all_charging:`All charge points together`,prices:`Prices`,batteries:`Batteries`,calendar:`Calendar`,phases:`Room left on each phase`,import_price:`Import price`,export_price:`Feed-in price`,sun_left:`Sun, rest of today`,charge_point_name:`Charge point`,charge_point_description:`Mode in one tap, what the car gets by when, and why it charges as it does.`,editor_charge_point:`Charge point (the first one where none is chosen)`,no_charge_point:`This site has no charge point that Overshot steers.`,session:`This session`,from_sun:`From the sun`,range_added:`Range`,speed:`Speed`,vehicle_soc:`Car battery`,one_phase:`1 phase`,phases_count:`{count} phases`,car_timer_hint:`Does the car have a charging timer in its own app? Switch it off: Overshot chooses the moment.`,read_only_hint:`Overshot only looks at this station.`,let_steer:`Let Overshot steer it`,charging_mode:`Charging mode`,guaranteed:`Guaranteed energy`,guaranteed_hint:`Guaranteed from plug-in on, whatever the sun does; then surplus only`,energy_goal:`Energy`,goal_hint:`In the car on the chosen days, from the sun and the cheapest hours`,goal_mixed:`Your goals differ from day to day. A change here replaces them all.`,ready_by:`Ready by`,days:`Days`,less:`Less`,more:`More`,start_charging:`Charge now`,stop_charging:`Stop`,plan:`Plan`,plan_name:`Plan`,plan_description:`Prices, sun and consumption expected, what is planned for battery, cars and heat pump, and what came of it.`,editor_compact:`Compact`,no_plan:`There is no plan yet. It needs an energy contract, and is made anew every quarter of an hour.`,range:`Time shown`,range_ahead:`24 h`,range_today:`Today`,range_tomorrow:`Tomorrow`,range_both:`Both`,panel_power:`Sun and house`,panel_price:`Price`,panel_soc:`Battery`,chart_label:`{name}, chart. The arrow keys go from quarter to quarter.`,made_at:`made at {time}`,plan_cost:`{cost} until {until}`,prices_until:`prices known until {time}`,house_load:`House without cars`,legend_lines:`thick: measured, thin: expected, shade: how sure`,planned_value:`planned {value}`,planned_blocks:`Planned`,block_car:`charges`,block_heat_pump:`runs`,block_load:`runs`,block_charge:`charges`,block_discharge:`gives`,peak:`Quarter-hour peak`,peak_name:`Peak`,peak_description:`The running quarter against its target, the month's peak, thirteen months and what they cost.`,meter_silent:`The grid meter is silent.`,no_quarter:`Nothing is known of this quarter yet.`,quarter_told:`{now} so far, heads for {forecast}, target {target}`,this_quarter:`this quarter`,target:`target {value}`,heads_for:`Heads for {value} at the end of the quarter`,heads_over:`Heads for {value}: over the target`,month_peak:`Month peak`,mean_peak:`Mean peak`,over_months:`over {count} months`,cost_per_year:`Costs a year`,at_maximum:`the maximum tariff holds`,history:`History`,history_name:`History`,history_description:`A day, week, month or year: where your energy came from, where it went, and what it cost.`,editor_period:`Period shown first`,editor_chart:`Chart shown first`,period:`Period`,period_day:`Day`,period_week:`Week`,period_month:`Month`,period_year:`Year`,earlier:`Earlier`,later:`Later`,to_today:`Back to today`,chart:`Chart`,kind_net:`Import and feed-in`,kind_energy:`Energy and forecast`,kind_solar_to:`Where my solar energy went`,kind_sources:`Sources of my consumption`,kind_consumers:`What consumed it`,kind_battery:`Battery`,kind_heat:`Boiler`,net_import:`More import than feed-in`,net_export:`More feed-in than import`,consumption:`Consumption`,expected_solar:`Expected sun`,expected_load:`Expected consumption`,charged:`Charged`,discharged:`Discharged`,soc:`State of charge`,temperature:`Temperature`,part_house:`House`,part_car:`Cars`,part_heat_pump:`Heat pump`,part_load:`Appliances`,part_battery:`Battery`,part_export:`Fed in`,part_solar:`Sun`,part_grid:`Grid`,part_unmeasured:`Not measured`,whole_period:`The whole period`,no_records:`The records cannot be read now.`,nothing_recorded:`Nothing was recorded of this time.`,total_import:`Import`,total_export:`Feed-in`,total_solar:`Produced`,total_consumed:`Consumed`,to_pay:`To pay`,self_consumption:`Own use of the sun`,autarky:`Self-sufficient`,saved_battery:`Saved by the battery`,saved_control:`Saved by control`,co2:`CO2 of import`,from_history:`Part of this comes from Home Assistant's statistics, from before Overshot counted.`,devices_name:`Devices`,devices_description:`All devices of the site: which answers, which is planned, which fails.`,all:`All`,state_connected:`Fine`,state_failed:`Fault`,state_planned:`Planned`,active_since:`since {date}`,serial:`serial {serial}`,steered:`steered`,read_only:`read-only`,no_devices:`No device is in this state.`,filter:`Filter`,sessions_name:`Charging sessions`,sessions_description:`All charging sessions: filter them, see where the energy came from and what it cost, take them along as a file.`,sessions_this_month:`This month`,sessions_last_month:`Last month`,sessions_this_year:`This year`,sessions_last_year:`Last year`,sessions_all:`All`,filter_point:`Charge point`,every_point:`Every charge point`,filter_person:`Person`,everybody:`Everybody`,nobody_known:`Nobody known`,filter_vehicle:`Vehicle`,every_vehicle:`Every vehicle`,filter_status:`Status`,every_status:`Every status`,session_running:`Running`,session_finished:`Finished`,session_interrupted:`Interrupted`,session_imported:`Imported`,sessions_count:`Sessions`,energy:`Energy`,cost:`Cost`,duration:`Plugged in`,reimbursement:`Paid back`,distance:`Distance`,session_start:`Start`,session_end:`End`,who:`Who`,charging_time:`Charging`,estimated:`Of that estimated`,price:`Price`,average_power:`Average power`,max_power:`Highest power`,about:`about {value}`,show_more:`Show {count} more`,no_sessions:`There is no session in this period.`,sessions_most:`The chart and the list show the first {count} sessions; the totals count all.`,file_kind:`File`,file_address:`CSV, whole site`,file_location:`CSV, by charge point`,file_owner:`CSV, by person`,file_monthly:`Monthly report, CSV`,file_report:`Monthly report, to print`,download:`Download`,download_failed:`The file could not be made.`}};function Be(e,t,n={}){return(ze[(e??`en`).split(`-`)[0]??`en`]??Re)[t].replace(/\{(\w+)\}/g,(e,t)=>String(n[t]??e))}function Ve(e){return(t,n)=>Be(e?.locale?.language??e?.language??document.documentElement.lang,t,n)}function He(e){return e in Re}function U(e,t,n,r){var i=arguments.length,a=i<3?t:r===null?r=Object.getOwnPropertyDescriptor(t,n):r,o;if(typeof Reflect==`object`&&typeof Reflect.decorate==`function`)a=Reflect.decorate(e,t,n,r);else for(var s=e.length-1;s>=0;s--)(o=e[s])&&(a=(i<3?o(a):i>3?o(t,n,a):o(t,n))||a);return i>3&&a&&Object.defineProperty(t,n,a),a}var Ue=1e3,We=class extends we{constructor(...e){super(...e),this.preview=!1,this.lastDrawn=0}set hass(e){let t=this.known;this.known=e,(!t||this.concerns(e,t))&&this.drawSoon();let n=`${this.config?.site??``}`;this.config&&(this.lookedFor!==n||t&&t.connection!==e.connection)&&this.findSite()}get hass(){return this.known}get t(){return Ve(this.known)}setConfig(e){this.config=e,this.known&&this.findSite()}getCardSize(){return 6}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}connectedCallback(){super.connectedCallback(),this.site&&this.enter(this.site)}disconnectedCallback(){super.disconnectedCallback(),this.leave(),clearTimeout(this.pending),this.pending=void 0}watched(){return[]}enter(e){}leave(){}drawSoon(){if(this.pending!==void 0)return;let e=Math.max(0,this.lastDrawn+Ue-Date.now());e===0?this.requestUpdate():this.pending=setTimeout(()=>{this.pending=void 0,this.requestUpdate()},e)}updated(e){super.updated(e),this.lastDrawn=Date.now()}render(){return!this.config||!this.known?z:this.problem?R`<ha-card><div class="note"><ha-icon icon="mdi:information-outline"></ha-icon>${this.t(this.problem)}</div></ha-card>`:this.site?this.draw(this.site):R`<ha-card aria-busy="true"></ha-card>`}concerns(e,t){return e.entities!==t.entities||e.devices!==t.devices||e.locale!==t.locale||e.themes!==t.themes||e.selectedTheme!==t.selectedTheme||this.watched().some(n=>n!==void 0&&e.states[n]!==t.states[n])}async findSite(){let e=`${this.config.site??``}`;this.lookedFor=e;try{let t=Pe(await Ne(this.hass),e||void 0);if(this.lookedFor!==e)return;this.leave(),this.site=t,this.problem=t?void 0:e?`site_gone`:`no_site`,t&&this.isConnected&&this.enter(t)}catch{this.problem=`no_site`}}};U([H()],We.prototype,`config`,void 0),U([H()],We.prototype,`site`,void 0),U([H()],We.prototype,`problem`,void 0);function Ge(e,t){let n=e=>Be(document.documentElement.lang,e);return{schema:[{name:`site`,selector:{config_entry:{integration:`overshot`}}},{name:`title`,selector:{text:{}}},...e],computeLabel:e=>{let r={site:`editor_site`,title:`editor_title`,...t}[e.name];return r&&n(r)}}}function Ke(e,t,n,r){if(customElements.get(e))return;customElements.define(e,t);let i=window.customCards??=[],a=document.documentElement.lang||navigator.language;i.push({type:e,name:`Overshot: ${Be(a,n)}`,description:Be(a,r),preview:!0,documentationURL:`https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md`})}function qe(e,t,n={}){e.dispatchEvent(new CustomEvent(t,{bubbles:!0,composed:!0,detail:n}))}function Je(e,t){t&&qe(e,`hass-more-info`,{entityId:t})}function Ye(e){return e!==void 0&&e.state!==`unavailable`&&e.state!==`unknown`}var Xe=new WeakMap;function Ze(e){let t=Xe.get(e.entities);if(!t){t=new Map;for(let n of Object.values(e.entities)){if(!n?.device_id||n.platform!==`overshot`)continue;let e=t.get(n.device_id);e?e.push(n):t.set(n.device_id,[n])}Xe.set(e.entities,t)}return t}function Qe(e,t){return t&&Ze(e).get(t)||[]}function $e(e,t,n,r){return Qe(e,t).find(e=>e.translation_key===n&&(!r||e.entity_id.startsWith(`${r}.`)))?.entity_id}function et(e,t,n,r){let i=$e(e,t,n,r);return i?e.states[i]:void 0}var tt={kW:1e3,MW:1e6,kWh:1e3,MWh:1e6};function nt(e){if(!Ye(e))return null;let t=Number(e.state);return Number.isFinite(t)?t*(tt[String(e.attributes.unit_of_measurement)]??1):null}function rt(e,t,n,r=`sensor`){return nt(et(e,t,n,r))}var it=new WeakMap;function at(e,t,n){let r=it.get(e);r||it.set(e,r=new Map);let i=r.get(t),a=i??{listeners:new Set,stop:Promise.resolve(void 0)};return a.listeners.add(n),i?a.last&&n(a.last):(r.set(t,a),a.stop=e.subscribeMessage(e=>{a.last=e;for(let t of a.listeners)t(e)},{type:`overshot/live`,config_entry_id:t}).catch(()=>{for(let e of a.listeners)e({loaded:!1})})),()=>{a.listeners.delete(n),a.listeners.size>0||(r.delete(t),a.stop.then(e=>e?.()))}}var ot={comma_decimal:`en-US`,decimal_comma:`de`,space_comma:`fr`,quote_decimal:`de-CH`,system:void 0};function st(e){let t=e.number_format??`language`;return t===`language`||t===`none`?e.language:ot[t]}function ct(e,t,n=0){return new Intl.NumberFormat(st(e),{minimumFractionDigits:n,maximumFractionDigits:n,useGrouping:e.number_format!==`none`}).format(Math.abs(t)<.5*10**-n?0:t)}function W(e,t,n,r=0){return t==null||!Number.isFinite(t)?`–`:`${ct(e,t,r)}\u00a0${n}`}function lt(e,t){return t==null||!Number.isFinite(t)?`–`:Math.abs(t)<999.5?W(e,Math.round(t/10)*10,`W`):W(e,t/1e3,`kW`,+(Math.abs(t)<99500))}function ut(e,t){if(t==null)return`–`;let n=Math.abs(t);return n>=9999500?W(e,t/1e6,`MWh`,1):W(e,t/1e3,`kWh`,n<9950?2:+(n<99950))}function dt(e,t,n=2){return t==null?`–`:new Intl.NumberFormat(st(e.locale),{style:`currency`,currency:e.config.currency||`EUR`,minimumFractionDigits:n,maximumFractionDigits:n}).format(Math.abs(t)<.5*10**-n?0:t)}function ft(e){return e.locale.time_zone===`local`?void 0:e.config.time_zone}function pt(e){return e.time_format===`12`||e.time_format!==`24`&&void 0}var mt=new Map;function ht(e,t,n){let r={...n,timeZone:ft(e),...n.hour?{hour12:pt(e.locale)}:{}},i=e.locale.language+JSON.stringify(r),a=mt.get(i);return a||mt.set(i,a=new Intl.DateTimeFormat(e.locale.language,r)),a.format(t)}function gt(e,t){return ht(e,t,{hour:`numeric`,minute:`2-digit`})}function _t(e,t){return ht(e,t,{weekday:`short`,day:`numeric`,month:`short`})}function vt(e,t){return ht(e,t,{day:`numeric`,month:`short`,year:`numeric`})}function yt(e,t,n=`long`){return ht(e,t,n===`short`?{month:`short`}:{month:`long`,year:`numeric`})}function bt(e,t){return ht(e,t,{weekday:`short`})}function xt(e,t){return`${_t(e,t)} ${gt(e,t)}`}function St(e){let t=Math.max(0,Math.round(e)),[n,r,i]=[Math.floor(t/3600),Math.floor(t/60)%60,t%60],a=`${String(r).padStart(n?2:1,`0`)}:${String(i).padStart(2,`0`)}`;return n?`${n}:${a}`:a}function Ct(e){let t=Math.max(0,Math.round(e/60));return`${Math.floor(t/60)}:${String(t%60).padStart(2,`0`)}`}var wt=[`reason`,`solar_held_back`,`plan_reason`];function Tt(e,t){for(let n of wt){let r=e.localize(`component.overshot.entity.sensor.${n}.state.${t}`);if(r)return r}let n=`reason_${t}`;return He(n)?Ve(e)(n):t.replaceAll(`_`,` `)}function Et(e,t){let n=Ve(e),{locale:r}=e,i=[];typeof t.circuit==`string`&&i.push(t.circuit),t.phase!==void 0&&i.push(String(t.phase)),typeof t.seconds==`number`&&t.seconds>0&&i.push(n(`time_left`,{time:St(t.seconds)})),typeof t.power==`number`&&i.push(lt(r,t.power)),typeof t.energy==`number`&&t.energy>0&&i.push(ut(r,t.energy)),typeof t.current==`number`&&i.push(W(r,t.current,`A`));let a=t.due===void 0?void 0:new Date(t.due);return a&&!Number.isNaN(a.getTime())&&i.push(n(`until_time`,{time:gt(e,a)})),i}function Dt(e,t){return t?[Tt(e,t.key),...Et(e,t)].join(` · `):``}function Ot(e){if(!e||e.state===`unavailable`||e.state===`unknown`)return null;let t=Object.entries(e.attributes).filter(([,e])=>typeof e==`string`||typeof e==`number`),{friendly_name:n,device_class:r,icon:i,...a}=Object.fromEntries(t);return{...a,key:e.state}}var kt={solar:`#f5a71f`,import:`#e2582f`,export:`#43a66f`,battery:`#2aa5b8`,house:`#7b6cc9`,car:`#3f7ee8`,heat_pump:`#d4567f`,load:`#9a7b5f`,price:`#6b7a90`};function At(e){return`var(--overshot-color-${e.replace(`_`,`-`)}, ${kt[e]})`}function jt(e,t){return getComputedStyle(e).getPropertyValue(`--overshot-color-${t.replace(`_`,`-`)}`).trim()||kt[t]}var Mt=o`
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
`,Nt=[`mon`,`tue`,`wed`,`thu`,`fri`,`sat`,`sun`],Pt={energy:2e4,time:`07:00`,days:[],mixed:!1};function Ft(e){let t=e[0];if(!t)return Pt;let n=e.every(e=>e.energy===t.energy&&e.time===t.time);return{energy:t.energy,time:t.time,days:[...new Set(e.map(e=>e.weekday))].sort((e,t)=>e-t),mixed:!n}}function It(e){return e.days.map(t=>({weekday:Nt[t]??`mon`,time:e.time,energy:e.energy/1e3}))}function Lt(e,t,n){let r=e+t>=2e4?5e3:1e3,i=Math.round((e+t*r)/r)*r;return Math.min(2e5,Math.max(n,i))}function Rt(e,t){return e==null||!t?.consumption?null:e/t.consumption}var zt=o`
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
`,Bt={off:`mdi:power`,boost:`mdi:rocket-launch-outline`,turbo:`mdi:lightning-bolt-outline`,pv_surplus:`mdi:white-balance-sunny`,safe_pv_surplus:`mdi:shield-sun-outline`,efficient_pv_surplus:`mdi:calendar-clock`,controller:`mdi:robot-outline`},Vt={charging_full:`var(--success-color, #43a047)`,charging_regulated:`var(--success-color, #43a047)`,waiting_for_surplus:`var(--info-color, #3f7ee8)`,connected:`var(--info-color, #3f7ee8)`,limited:`var(--warning-color, #ffa600)`,unauthorised:`var(--warning-color, #ffa600)`,fault:`var(--error-color, #db4437)`},Ht=900,Ut=5e3,Wt=class extends We{static{this.styles=[Mt,zt]}static getConfigForm(){return Ge([{name:`device`,selector:{device:{integration:`overshot`,entity:{domain:`select`}}}}],{device:`editor_charge_point`})}static getStubConfig(){return{}}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=at(this.hass.connection,e.entry_id,e=>{this.live=e})}leave(){this.stop?.(),this.stop=void 0}watched(){let e=this.site&&this.device(this.site);if(!e)return[];let t=e.device_id;return[`charging_mode`,`status`,`reason`,`setpoint`,`phases`,`charging_power`,`session_energy`,`control`,`session_solar_share`,`session_cost`].map(e=>$e(this.hass,t,e))}draw(e){let t=this.device(e);if(!t)return R`<ha-card><div class="note">${this.t(`no_charge_point`)}</div></ha-card>`;let n=this.live?.consumers?.find(e=>e.id===t.id),r=t.device_id,i=et(this.hass,r,`charging_mode`,`select`),a=et(this.hass,r,`control`,`switch`);return R`<ha-card>
      <header>
        <h2>${this.config.title||Ie(this.hass,t)}</h2>
        ${this.status(r)}
      </header>
      ${this.hero(r,n)} ${this.why(r,n)} ${a?.state===`off`?this.readOnly(a):z}
      ${i?this.modes(i):z} ${i?this.goals(r,this.chosenMode??i.state,n):z}
      ${this.actions(t,n)}
    </ha-card>`}device(e){let t=Fe(e,`charge_point`);return this.config.device?t.find(e=>e.device_id===this.config.device):t[0]}status(e){let t=et(this.hass,e,`status`,`sensor`);return t?R`<button class="chip" style="--tone: ${Vt[t.state]??`var(--quiet)`}"
      @click=${()=>Je(this,t.entity_id)}>
      <span class="dot"></span>${this.hass.formatEntityState(t)}
    </button>`:z}hero(e,t){let{hass:n}=this,r=t?.power??rt(n,e,`charging_power`),i=t?.energy??rt(n,e,`session_energy`),a=rt(n,e,`phases`),o=rt(n,e,`setpoint`),s=rt(n,e,`session_solar_share`),c=Rt(i,t?.wish),l=Rt(r,t?.wish),u=t?.connected!==!1,d=[[this.t(`session`),u?ut(n.locale,i):null],[this.t(`from_sun`),s===null?null:W(n.locale,s,`%`)],[this.t(`range_added`),u&&c!==null&&c>=1?`+${W(n.locale,c,`km`)}`:null],[this.t(`speed`),l!==null&&l>=1?W(n.locale,l,`km/h`):null],[this.t(`vehicle_soc`),t?.soc==null?null:W(n.locale,t.soc,`%`)]],f=o===null?``:W(n.locale,o,`A`,o%1?1:0);return R`<div class="hero figure">
        <div class="now">
          <div class="value">${lt(n.locale,r)}</div>
          <div class="quiet small">
            ${[f,a===null?``:this.t(a===1?`one_phase`:`phases_count`,{count:ct(n.locale,a)})].filter(Boolean).join(` · `)}
          </div>
        </div>
      </div>
      <dl class="stats figure">
        ${d.map(([e,t])=>t===null?z:R`<div><dt>${e}</dt><dd>${t}</dd></div>`)}
      </dl>`}why(e,t){let n=et(this.hass,e,`reason`,`sensor`),r=t?.reason??Ot(n);if(!r)return z;let i=r.key===`vehicle_not_asking`?this.t(`car_timer_hint`):``;return R`<div class="note" role="status" style="--tone: var(--primary-color)">
      <ha-icon icon=${i?`mdi:lightbulb-on-outline`:`mdi:comment-question-outline`}></ha-icon>
      <span>${Dt(this.hass,r)}${i?R`<br /><span class="quiet small">${i}</span>`:z}</span>
    </div>`}readOnly(e){return R`<div class="note warning">
      <ha-icon icon="mdi:eye-outline"></ha-icon>
      <span>${this.t(`read_only_hint`)}
        <button class="button" style="margin-top: 8px" @click=${()=>this.call(`switch`,`turn_on`,{entity_id:e.entity_id})}>
          ${this.t(`let_steer`)}
        </button></span>
    </div>`}modes(e){let t=e.attributes.options??[],n=this.chosenMode??e.state;return R`<div class="modes" role="radiogroup" aria-label=${this.t(`charging_mode`)} @keydown=${this.moveMode}>
      ${t.map(r=>R`<button
          class="mode"
          role="radio"
          aria-checked=${r===n}
          tabindex=${r===n||!t.includes(n)&&r===t[0]?0:-1}
          ?disabled=${!Ye(e)}
          @click=${()=>this.choose(e.entity_id,r)}
        >
          <ha-icon icon=${Bt[r]??`mdi:ev-station`}></ha-icon>${this.hass.formatEntityState(e,r)}
        </button>`)}
    </div>`}moveMode(e){let t={ArrowRight:1,ArrowDown:1,ArrowLeft:-1,ArrowUp:-1}[e.key];if(!t)return;e.preventDefault();let n=[...e.currentTarget.querySelectorAll(`[role=radio]`)];n[(n.indexOf(e.target)+t+n.length)%n.length]?.focus()}choose(e,t){this.chosenMode=t,this.trust(),this.call(`select`,`select_option`,{entity_id:e,option:t})}goals(e,t,n){if(t===`safe_pv_surplus`){let t=et(this.hass,e,`guaranteed_energy`,`number`);return t?this.guaranteedGoal(t):z}return t===`efficient_pv_surplus`?this.timedGoal(e,this.goal??Ft(n?.wish?.targets??[])):z}guaranteedGoal(e){let t=this.guaranteed??nt(e)??0;return R`<div class="goal">
      <span>${this.t(`guaranteed_hint`)}</span>${this.stepper(t,n=>{this.guaranteed=Lt(t,n,0),this.later(()=>this.call(`number`,`set_value`,{entity_id:e.entity_id,value:(this.guaranteed??0)/1e3}))},this.t(`guaranteed`))}
    </div>`}timedGoal(e,t){let n=n=>{this.goal={...t,...n,mixed:!1},this.later(()=>this.call(`overshot`,`set_energy_targets`,{targets:It(this.goal??t)},e))},r=Array.from({length:7},(e,t)=>bt(this.hass,new Date(Date.UTC(2026,0,5+t,12))));return R`<div class="goal">
      <span>${t.mixed?this.t(`goal_mixed`):this.t(`goal_hint`)}</span>
      ${this.stepper(t.energy,e=>n({energy:Lt(t.energy,e,1e3)}),this.t(`energy_goal`))}
      <label>${this.t(`ready_by`)}
        <input type="time" .value=${t.time} @change=${e=>{let{value:t}=e.target;t&&n({time:t})}} />
      </label>
      <div class="days" role="group" aria-label=${this.t(`days`)}>
        ${r.map((e,r)=>R`<button
            aria-pressed=${t.days.includes(r)}
            @click=${()=>n({days:t.days.includes(r)?t.days.filter(e=>e!==r):[...t.days,r].sort()})}
          >${e}</button>`)}
      </div>
    </div>`}stepper(e,t,n){return R`<span class="stepper" role="group" aria-label=${n}>
      <button aria-label=${this.t(`less`)} @click=${()=>t(-1)}>−</button>
      <output class="figure">${W(this.hass.locale,e/1e3,`kWh`)}</output>
      <button aria-label=${this.t(`more`)} @click=${()=>t(1)}>+</button>
    </span>`}actions(e,t){if(t?.connected===!1||!t)return z;let n=(t.power??0)>100,r=t.wish?.stopped??!1;return R`<div class="actions">
      ${n&&!r?R`<button class="button" @click=${()=>this.call(`overshot`,`stop_charging`,{},e.device_id)}>
              <ha-icon icon="mdi:stop"></ha-icon>${this.t(`stop_charging`)}
            </button>`:R`<button class="button strong" @click=${()=>this.call(`overshot`,`start_charging`,{},e.device_id)}>
              <ha-icon icon="mdi:play"></ha-icon>${this.t(`start_charging`)}
            </button>`}
    </div>`}later(e){clearTimeout(this.sending),this.sending=setTimeout(()=>{e(),this.trust()},Ht)}trust(){clearTimeout(this.forgetting),this.forgetting=setTimeout(()=>{this.chosenMode=this.goal=this.guaranteed=void 0},Ut)}async call(e,t,n,r){try{await this.hass.callService(e,t,n,r?{device_id:r}:void 0)}catch{this.chosenMode=this.goal=this.guaranteed=void 0}}};U([H()],Wt.prototype,`live`,void 0),U([H()],Wt.prototype,`chosenMode`,void 0),U([H()],Wt.prototype,`goal`,void 0),U([H()],Wt.prototype,`guaranteed`,void 0);var Gt=[`connected`,`planned`,`failed`],Kt=[[`charge_point`,`mdi:ev-station`],[`heat_pump`,`mdi:heat-pump`],[`load`,`mdi:water-boiler`],[`controller`,`mdi:home-automation`],[`battery`,`mdi:home-battery`],[`solar`,`mdi:solar-power-variant`],[`grid`,`mdi:transmission-tower`]],qt={connected:`var(--success-color, #43a047)`,planned:`var(--info-color, #3f7ee8)`,failed:`var(--error-color, #db4437)`},Jt=class extends We{static{this.styles=[Mt,o`
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
    `]}static getConfigForm(){return Ge([],{})}static getStubConfig(){return{}}getGridOptions(){return{columns:`full`,min_columns:6,rows:`auto`}}watched(){return(this.site?.devices??[]).flatMap(({device_id:e})=>[`connection_status`,`control`].map(t=>$e(this.hass,e,t)))}draw(e){let t=e.devices.map(e=>({device:e,condition:this.condition(e)})),n=this.filter?t.filter(e=>e.condition===this.filter):t,r=e=>t.filter(t=>!e||t.condition===e).length,i=[[void 0,`${this.t(`all`)} (${r()})`],...Gt.map(e=>[e,`${this.t(`state_${e}`)} (${r(e)})`])];return R`<ha-card>
      <header><h2>${this.config.title||this.t(`view_devices`)}</h2></header>
      <div class="filters" role="group" aria-label=${this.t(`filter`)}>
        ${i.map(([e,t])=>R`<button aria-pressed=${e===this.filter} @click=${()=>this.filter=e}>${t}</button>`)}
      </div>
      ${n.length?R`<ul>${n.map(e=>this.row(e.device,e.condition))}</ul>`:R`<div class="quiet">${this.t(`no_devices`)}</div>`}
    </ha-card>`}condition(e){let t=et(this.hass,e.device_id,`connection_status`,`sensor`)?.state;return t===`failed`?`failed`:t===`connected`?`connected`:`planned`}row(e,t){let{hass:n}=this,r=et(n,e.device_id,`connection_status`,`sensor`),i=et(n,e.device_id,`control`,`switch`),a=n.devices[e.device_id]?.created_at,o=[[e.manufacturer,e.model].filter(Boolean).join(` `),e.serial?this.t(`serial`,{serial:e.serial}):``,a?this.t(`active_since`,{date:vt(n,new Date(a*1e3))}):``,i?this.t(i.state===`on`?`steered`:`read_only`):``],s=Kt.find(([t])=>e.roles.includes(t))?.[1]??`mdi:meter-electric-outline`,c=`/config/devices/device/${e.device_id}`;return R`<li>
      <a href=${c} @click=${e=>this.open(e,c)}>
        <ha-icon icon=${s}></ha-icon>
        <span class="text"><span>${Ie(n,e)}</span><span class="small quiet">${o.filter(Boolean).join(` · `)}</span></span>
        <span class="chip" style="--tone: ${qt[t]}">
          <span class="dot"></span>${r?n.formatEntityState(r):z}
        </span>
      </a>
    </li>`}open(e,t){e.preventDefault(),history.pushState(null,``,t),qe(this,`location-changed`,{replace:!1})}};U([H()],Jt.prototype,`filter`,void 0);var Yt=400,Xt={x:200,y:172},Zt=4;function Qt(e){if(e.length<=Zt)return e.map(e=>({consumer:e,power:e.power,id:e.id}));let t=[...e].sort((e,t)=>(t.power??0)-(e.power??0)),n=t.slice(3),r=n.some(e=>e.power!==null)?n.reduce((e,t)=>e+(t.power??0),0):null;return[...t.slice(0,3).map(e=>({consumer:e,power:e.power,id:e.id})),{power:r,id:`more`}]}function $t(e){let t=[[`solar`,Math.max(0,e.solar??0)],[`battery`,Math.max(0,e.battery??0)],[`import`,Math.max(0,e.grid??0)]],n=t.reduce((e,[,t])=>e+t,0);return n<15?[]:t.map(([e,t])=>({color:e,share:t/n}))}function en(e,t){let n=Qt(e.consumers??[]),r=t.solar?0:96,i={x:Xt.x,y:Xt.y-r},a=i.y+128,o=[{kind:`grid`,id:`grid`,x:52,y:i.y,power:e.grid??null},{kind:`house`,id:`house`,...i,power:e.house??null}],s=[],c=(e,t,n,r)=>{r==null||Math.abs(r)<15||s.push({id:e,color:t,path:n,power:Math.abs(r),forward:r>0})};return c(`grid`,(e.grid??0)>0?`import`:`export`,`M52 ${i.y} H${i.x}`,e.grid),t.solar&&(o.push({kind:`solar`,id:`solar`,x:i.x,y:48,power:e.solar??null}),c(`solar`,`solar`,`M${i.x} 48 V${i.y}`,e.solar)),t.battery&&(o.push({kind:`battery`,id:`battery`,x:348,y:i.y,power:e.battery??null}),c(`battery`,`battery`,`M348 ${i.y} H${i.x}`,e.battery)),n.forEach(({consumer:e,power:t,id:r},s)=>{let l=Yt/(n.length+1)*(s+1),u=n.length===1?i.x:52+296/(n.length-1)*s,d=n.length>2?u:l;o.push({kind:e?.kind??`more`,id:r,x:d,y:a,power:t,consumer:e});let f=Math.abs(d-i.x)<1?`M${i.x} ${i.y} V${a}`:`M${i.x} ${i.y} C${i.x} ${a-40} ${d} ${i.y+40} ${d} ${a}`;c(`to-${r}`,e?.kind??`load`,f,t===null?null:Math.max(0,t))}),{width:Yt,height:n.length?a+62:i.y+62,nodes:o,flows:s,mix:$t(e)}}function tn(e){return[4.5,3.2,2.3,1.7,1.2][e<300?0:e<1e3?1:e<3e3?2:e<7e3?3:4]??2.3}var nn=o`
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
`,G={grid:`mdi:transmission-tower`,solar:`mdi:solar-power-variant`,battery:`mdi:home-battery`,house:`mdi:home`,car:`mdi:car-electric`,heat_pump:`mdi:heat-pump`,load:`mdi:water-boiler`,more:`mdi:dots-horizontal`},K=2*Math.PI*47,rn=class extends We{static{this.styles=[Mt,nn]}static getConfigForm(){return Ge([],{})}static getStubConfig(){return{}}getGridOptions(){return{columns:12,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=at(this.hass.connection,e.entry_id,e=>this.live=e)}leave(){this.stop?.(),this.stop=void 0}draw(e){let t=this.live??{loaded:!0},n=en(t,{solar:Fe(e,`solar`).length>0||(t.solar??null)!==null,battery:Fe(e,`battery`).length>0||(t.battery??null)!==null});return R`<ha-card>
      ${this.config.title?R`<header><h2>${this.config.title}</h2></header>`:z}
      <div class="picture" style="aspect-ratio: ${n.width} / ${n.height}">
        <svg class="flows" viewBox="0 0 ${n.width} ${n.height}" aria-hidden="true">
          ${this.wires(n)} ${n.flows.map(e=>this.flow(e))}
        </svg>
        ${n.nodes.map(r=>this.node(e,r,n,t))}
      </div>
      ${this.note(e,t)}
    </ha-card>`}wires(e){let t=e.nodes.find(e=>e.kind===`house`);if(!t)return z;let n=new Set(e.flows.map(e=>e.id));return e.nodes.filter(e=>e!==t&&!n.has(e.id)&&!n.has(`to-${e.id}`)).map(e=>e.y>t.y&&e.x!==t.x?ce`<path class="wire" d="M${t.x} ${t.y} C${t.x} ${e.y-40} ${e.x} ${t.y+40} ${e.x} ${e.y}"></path>`:ce`<path class="wire" d="M${e.x} ${e.y} L${t.x} ${t.y}"></path>`)}flow(e){return ce`<g stroke=${At(e.color)}>
      <path class="live" d=${e.path}></path>
      <path class="dots ${e.forward?``:`back`}" style="--pace: ${tn(e.power)}s" d=${e.path}></path>
    </g>`}node(e,t,n,r){let i=an(t),a=`left: ${100*t.x/n.width}%; top: ${100*t.y/n.height}%`,o=t.power!==null&&Math.abs(t.power)>=15,s=lt(this.hass.locale,t.power===null?null:Math.abs(t.power)),c=this.nameOf(e,t),l=this.under(t,r);return R`<button
        class="node figure ${t.kind} ${o?`on`:``}"
        style="${a}; --tone: ${At(i)}"
        title=${c}
        aria-label=${[c,s,l].filter(Boolean).join(`, `)}
        @click=${()=>Je(this,this.entityOf(e,t))}
      >
        ${t.kind===`house`?this.ring(n):z}
        <ha-icon icon=${on(t,r)}></ha-icon>
        <span class="value">${s}</span>
        ${l?R`<span class="under">${l}</span>`:z}
      </button>
      ${t.consumer?R`<span class="name" aria-hidden="true" style="max-width: ${Math.floor(88/Math.max(1,r.consumers?.length??1))}cqi; left: ${100*t.x/n.width}%; top: calc(${100*t.y/n.height}% + clamp(33px, 9.5cqi, 43px) + 4px)"
              >${c}</span
            >`:z}`}ring(e){let t=0;return R`<svg viewBox="0 0 100 100" aria-hidden="true">
      <circle class="ring" cx="50" cy="50" r="47" stroke="var(--line)"></circle>
      ${e.mix.map(({color:e,share:n})=>{let r=t;return t+=n,n>.005?ce`<circle class="ring" cx="50" cy="50" r="47" stroke=${At(e)}
              stroke-dasharray="${n*K} ${K}" stroke-dashoffset=${-r*K}></circle>`:z})}
    </svg>`}under(e,t){let n=e.power!==null&&Math.abs(e.power)>=15,{locale:r}=this.hass;return e.kind===`battery`?t.soc==null?``:W(r,t.soc,`%`):e.kind===`grid`&&n?this.t((e.power??0)>0?`importing`:`exporting`):e.kind===`car`&&e.consumer?.soc!=null?W(r,e.consumer.soc,`%`):``}nameOf(e,t){if(t.kind===`more`)return this.t(`more_devices`);if(!t.consumer)return this.t(t.kind);let n=e.devices.find(e=>e.id===t.id)??e.devices.find(e=>t.id.startsWith(e.id));return n?Ie(this.hass,n):this.t(t.consumer.kind)}entityOf(e,t){let{hass:n}=this,r=(t,r)=>Fe(e,t).map(e=>$e(n,e.device_id,r,`sensor`)).find(Boolean);if(t.kind===`grid`)return r(`grid`,`grid_power`);if(t.kind===`solar`)return r(`solar`,`solar_power`);if(t.kind===`battery`)return r(`battery`,`battery_power`)??$e(n,e.device_id,`storage_soc`);if(t.kind===`house`)return $e(n,e.device_id,`house_power`);let i=e.devices.find(e=>e.id===t.id)?.device_id;return $e(n,i,`charging_power`)??$e(n,i,`reason`,`sensor`)}note(e,t){if(!t.loaded)return R`<div class="note" role="status">${this.t(`site_loading`)}</div>`;if(t.stale)return R`<div class="note error" role="status">
        <ha-icon icon="mdi:alert-circle-outline"></ha-icon>${Dt(this.hass,{key:`meter_stale`})}
      </div>`;if(t.on_backup)return R`<div class="note warning" role="status">
        <ha-icon icon="mdi:transmission-tower-off"></ha-icon>${Dt(this.hass,{key:`on_backup`})}
      </div>`;let n=t.held_back?.[0];if(!n)return z;let r=e.devices.find(e=>e.id===n.id);return R`<div class="note" role="status">
      <ha-icon icon="mdi:car-speed-limiter"></ha-icon>
      <span>${r?R`<b>${Ie(this.hass,r)}</b>: `:z}${Dt(this.hass,n)}</span>
    </div>`}};U([H()],rn.prototype,`live`,void 0);function an(e){return e.kind===`grid`?(e.power??0)<0?`export`:`import`:e.kind===`more`?`load`:e.kind}function on(e,t){if(e.kind===`grid`&&t.on_backup)return`mdi:transmission-tower-off`;if(e.kind===`car`&&e.consumer?.connected===!1)return`mdi:ev-station`;if(e.kind!==`battery`||t.soc==null)return G[e.kind];let n=Math.round(t.soc/10)*10;return n>=100?`mdi:battery`:n<10?`mdi:battery-outline`:`mdi:battery-${n}`}var sn=!0,cn=`uplot`,ln=`u-hz`,un=`u-vt`,dn=`u-title`,fn=`u-wrap`,pn=`u-under`,mn=`u-over`,hn=`u-axis`,gn=`u-off`,_n=`u-select`,vn=`u-cursor-x`,yn=`u-cursor-y`,bn=`u-cursor-pt`,xn=`u-legend`,Sn=`u-live`,Cn=`u-inline`,wn=`u-series`,Tn=`u-marker`,En=`u-label`,Dn=`u-value`,On=`width`,kn=`height`,An=`top`,jn=`bottom`,Mn=`left`,Nn=`right`,q=`#000`,Pn=`#0000`,Fn=`mousemove`,In=`mousedown`,Ln=`mouseup`,Rn=`mouseenter`,zn=`mouseleave`,Bn=`dblclick`,Vn=`resize`,Hn=`scroll`,Un=`change`,Wn=`dppxchange`,Gn=`--`,Kn=typeof window<`u`,qn=Kn?document:null,Jn=Kn?window:null,Yn=Kn?navigator:null,J,Xn;function Zn(){let e=devicePixelRatio;J!=e&&(J=e,Xn&&dr(Un,Xn,Zn),Xn=matchMedia(`(min-resolution: ${J-.001}dppx) and (max-resolution: ${J+.001}dppx)`),ur(Un,Xn,Zn),Jn.dispatchEvent(new CustomEvent(Wn)))}function Qn(e,t){if(t!=null){let n=e.classList;!n.contains(t)&&n.add(t)}}function $n(e,t){let n=e.classList;n.contains(t)&&n.remove(t)}function Y(e,t,n){e.style[t]=n+`px`}function er(e,t,n,r){let i=qn.createElement(e);return t!=null&&Qn(i,t),n?.insertBefore(i,r),i}function tr(e,t){return er(`div`,e,t)}var nr=new WeakMap;function rr(e,t,n,r,i){let a=`translate(`+t+`px,`+n+`px)`;a!=nr.get(e)&&(e.style.transform=a,nr.set(e,a),t<0||n<0||t>r||n>i?Qn(e,gn):$n(e,gn))}var ir=new WeakMap;function ar(e,t,n){let r=t+n;r!=ir.get(e)&&(ir.set(e,r),e.style.background=t,e.style.borderColor=n)}var or=new WeakMap;function sr(e,t,n,r){let i=t+``+n;i!=or.get(e)&&(or.set(e,i),e.style.height=n+`px`,e.style.width=t+`px`,e.style.marginLeft=r?-t/2+`px`:0,e.style.marginTop=r?-n/2+`px`:0)}var cr={passive:!0},lr={...cr,capture:!0};function ur(e,t,n,r){t.addEventListener(e,n,r?lr:cr)}function dr(e,t,n,r){t.removeEventListener(e,n,cr)}Kn&&Zn();function fr(e,t,n,r){let i;n||=0,r||=t.length-1;let a=r<=2147483647;for(;r-n>1;)i=a?n+r>>1:Nr((n+r)/2),t[i]<e?n=i:r=i;return e-t[n]<=t[r]-e?n:r}function pr(e){return(t,n,r)=>{let i=-1,a=-1;for(let a=n;a<=r;a++)if(e(t[a])){i=a;break}for(let i=r;i>=n;i--)if(e(t[i])){a=i;break}return[i,a]}}var mr=e=>e!=null,hr=e=>e!=null&&e>0,gr=pr(mr),_r=pr(hr);function vr(e,t,n,r=0,i=!1){let a=i?_r:gr,o=i?hr:mr;[t,n]=a(e,t,n);let s=e[t],c=e[t];if(t>-1){if(r==1)s=e[t],c=e[n];else if(r==-1)s=e[n],c=e[t];else for(let r=t;r<=n;r++){let t=e[r];o(t)&&(t<s?s=t:t>c&&(c=t))}}return[s??Wr,c??-Wr]}function yr(e,t,n,r){let i=zr(e),a=zr(t);e==t&&(i==-1?(e*=n,t/=n):(e/=n,t*=n));let o=n==10?Br:Vr,s=i==1?Nr:Fr,c=a==1?Fr:Nr,l=s(o(Mr(e))),u=c(o(Mr(t))),d=Rr(n,l),f=Rr(n,u);return n==10&&(l<0&&(d=Q(d,-l)),u<0&&(f=Q(f,-u))),r||n==2?(e=d*i,t=f*a):(e=ii(e,d),t=ri(t,f)),[e,t]}function br(e,t,n,r){let i=yr(e,t,n,r);return e==0&&(i[0]=0),t==0&&(i[1]=0),i}var xr=.1,Sr={mode:3,pad:xr},Cr={pad:0,soft:null,mode:0},wr={min:Cr,max:Cr};function Tr(e,t,n,r){return hi(n)?Dr(e,t,n):(Cr.pad=n,Cr.soft=r?0:null,Cr.mode=r?3:0,Dr(e,t,wr))}function X(e,t){return e??t}function Er(e,t,n){for(t=X(t,0),n=X(n,e.length-1);t<=n;){if(e[t]!=null)return!0;t++}return!1}function Dr(e,t,n){let r=n.min,i=n.max,a=X(r.pad,0),o=X(i.pad,0),s=X(r.hard,-Wr),c=X(i.hard,Wr),l=X(r.soft,Wr),u=X(i.soft,-Wr),d=X(r.mode,0),f=X(i.mode,0),p=t-e,m=Br(p),h=Lr(Mr(e),Mr(t)),g=Mr(Br(h)-m);(p<1e-24||g>10)&&(p=0,(e==0||t==0)&&(p=1e-24,d==2&&l!=Wr&&(a=0),f==2&&u!=-Wr&&(o=0)));let _=p||h||1e3,v=Rr(10,Nr(Br(_))),y=Q(ii(e-_*(p==0?e==0?.1:1:a),v/10),24),b=e>=l&&(d==1||d==3&&y<=l||d==2&&y>=l)?l:Wr,x=Lr(s,y<b&&e>=b?b:Ir(b,y)),S=Q(ri(t+_*(p==0?t==0?.1:1:o),v/10),24),C=t<=u&&(f==1||f==3&&S>=u||f==2&&S<=u)?u:-Wr,w=Ir(c,S>C&&t<=C?C:Lr(C,S));return x==w&&x==0&&(w=100),[x,w]}var Or=new Intl.NumberFormat(Kn?Yn.language:`en-US`),kr=e=>Or.format(e),Ar=Math,jr=Ar.PI,Mr=Ar.abs,Nr=Ar.floor,Pr=Ar.round,Fr=Ar.ceil,Ir=Ar.min,Lr=Ar.max,Rr=Ar.pow,zr=Ar.sign,Br=Ar.log10,Vr=Ar.log2,Hr=(e,t=1)=>Ar.sinh(e)*t,Ur=(e,t=1)=>Ar.asinh(e/t),Wr=1/0;function Gr(e){return(Br((e^e>>31)-(e>>31))|0)+1}function Kr(e,t,n){return Ir(Lr(e,t),n)}function qr(e){return typeof e==`function`}function Z(e){return qr(e)?e:()=>e}var Jr=()=>{},Yr=e=>e,Xr=(e,t)=>t,Zr=e=>null,Qr=e=>!0,$r=(e,t)=>e==t,ei=/\.\d*?(?=9{6,}|0{6,})/gm,ti=e=>{if(fi(e)||ai.has(e))return e;let t=`${e}`,n=t.match(ei);if(n==null)return e;let r=n[0].length-1;if(t.indexOf(`e-`)!=-1){let[e,n]=t.split(`e`);return+`${ti(e)}e${n}`}return Q(e,r)};function ni(e,t){return ti(Q(ti(e/t))*t)}function ri(e,t){return ti(Fr(ti(e/t))*t)}function ii(e,t){return ti(Nr(ti(e/t))*t)}function Q(e,t=0){if(fi(e))return e;let n=10**t;return Pr(e*n*(1+2**-52))/n}var ai=new Map;function oi(e){return((``+e).split(`.`)[1]||``).length}function si(e,t,n,r){let i=[],a=r.map(oi);for(let o=t;o<n;o++){let t=Mr(o),n=Q(Rr(e,o),t);for(let s=0;s<r.length;s++){let c=e==10?+`${r[s]}e${o}`:r[s]*n,l=(o>=0?0:t)+(o>=a[s]?0:a[s]),u=e==10?c:Q(c,l);i.push(u),ai.set(u,l)}}return i}var ci={},li=[],ui=[null,null],di=Array.isArray,fi=Number.isInteger,pi=e=>e===void 0;function mi(e){return typeof e==`string`}function hi(e){let t=!1;if(e!=null){let n=e.constructor;t=n==null||n==Object}return t}function gi(e){return typeof e==`object`&&!!e}var _i=Object.getPrototypeOf(Uint8Array),vi=`__proto__`;function yi(e,t=hi){let n;if(di(e)){let r=e.find(e=>e!=null);if(di(r)||t(r)){n=Array(e.length);for(let r=0;r<e.length;r++)n[r]=yi(e[r],t)}else n=e.slice()}else if(e instanceof _i)n=e.slice();else if(t(e)){n={};for(let r in e)r!=vi&&(n[r]=yi(e[r],t))}else n=e;return n}function bi(e){let t=arguments;for(let n=1;n<t.length;n++){let r=t[n];for(let t in r)t!=vi&&(hi(e[t])?bi(e[t],yi(r[t])):e[t]=yi(r[t]))}return e}var xi=0,Si=1,Ci=2;function wi(e,t,n){for(let r=0,i,a=-1;r<t.length;r++){let o=t[r];if(o>a){for(i=o-1;i>=0&&e[i]==null;)e[i--]=null;for(i=o+1;i<n&&e[i]==null;)e[a=i++]=null}}}function Ti(e,t){if(Oi(e)){let t=e[0].slice();for(let n=1;n<e.length;n++)t.push(...e[n].slice(1));return ki(t[0])||(t=Di(t)),t}let n=new Set;for(let t=0;t<e.length;t++){let r=e[t][0],i=r.length;for(let e=0;e<i;e++)n.add(r[e])}let r=[Array.from(n).sort((e,t)=>e-t)],i=r[0].length,a=new Map;for(let e=0;e<i;e++)a.set(r[0][e],e);for(let n=0;n<e.length;n++){let o=e[n],s=o[0];for(let e=1;e<o.length;e++){let c=o[e],l=Array(i).fill(void 0),u=t?t[n][e]:Si,d=[];for(let e=0;e<c.length;e++){let t=c[e],n=a.get(s[e]);t===null?u!=xi&&(l[n]=t,u==Ci&&d.push(n)):l[n]=t}wi(l,d,i),r.push(l)}}return r}var Ei=typeof queueMicrotask>`u`?e=>Promise.resolve().then(e):queueMicrotask;function Di(e){let t=e[0],n=t.length,r=Array(n);for(let e=0;e<r.length;e++)r[e]=e;r.sort((e,n)=>t[e]-t[n]);let i=[];for(let t=0;t<e.length;t++){let a=e[t],o=Array(n);for(let e=0;e<n;e++)o[e]=a[r[e]];i.push(o)}return i}function Oi(e){let t=e[0][0],n=t.length;for(let r=1;r<e.length;r++){let i=e[r][0];if(i.length!=n)return!1;if(i!=t){for(let e=0;e<n;e++)if(i[e]!=t[e])return!1}}return!0}function ki(e,t=100){let n=e.length;if(n<=1)return!0;let r=0,i=n-1;for(;r<=i&&e[r]==null;)r++;for(;i>=r&&e[i]==null;)i--;if(i<=r)return!0;let a=Lr(1,Nr((i-r+1)/t));for(let t=e[r],n=r+a;n<=i;n+=a){let r=e[n];if(r!=null){if(r<=t)return!1;t=r}}return!0}var Ai=[`January`,`February`,`March`,`April`,`May`,`June`,`July`,`August`,`September`,`October`,`November`,`December`],ji=[`Sunday`,`Monday`,`Tuesday`,`Wednesday`,`Thursday`,`Friday`,`Saturday`];function Mi(e){return e.slice(0,3)}var Ni=ji.map(Mi),Pi={MMMM:Ai,MMM:Ai.map(Mi),WWWW:ji,WWW:Ni};function Fi(e){return(e<10?`0`:``)+e}function Ii(e){return(e<10?`00`:e<100?`0`:``)+e}var Li={YYYY:e=>e.getFullYear(),YY:e=>(e.getFullYear()+``).slice(2),MMMM:(e,t)=>t.MMMM[e.getMonth()],MMM:(e,t)=>t.MMM[e.getMonth()],MM:e=>Fi(e.getMonth()+1),M:e=>e.getMonth()+1,DD:e=>Fi(e.getDate()),D:e=>e.getDate(),WWWW:(e,t)=>t.WWWW[e.getDay()],WWW:(e,t)=>t.WWW[e.getDay()],HH:e=>Fi(e.getHours()),H:e=>e.getHours(),h:e=>{let t=e.getHours();return t==0?12:t>12?t-12:t},AA:e=>e.getHours()>=12?`PM`:`AM`,aa:e=>e.getHours()>=12?`pm`:`am`,a:e=>e.getHours()>=12?`p`:`a`,mm:e=>Fi(e.getMinutes()),m:e=>e.getMinutes(),ss:e=>Fi(e.getSeconds()),s:e=>e.getSeconds(),fff:e=>Ii(e.getMilliseconds())};function Ri(e,t){t||=Pi;let n=[],r=/\{([a-z]+)\}|[^{]+/gi,i;for(;i=r.exec(e);)n.push(i[0][0]==`{`?Li[i[1]]:i[0]);return e=>{let r=``;for(let i=0;i<n.length;i++)r+=typeof n[i]==`string`?n[i]:n[i](e,t);return r}}var zi=new Intl.DateTimeFormat().resolvedOptions().timeZone;function Bi(e,t){let n;return t==`UTC`||t==`Etc/UTC`?n=new Date(+e+e.getTimezoneOffset()*6e4):t==zi?n=e:(n=new Date(e.toLocaleString(`en-US`,{timeZone:t})),n.setMilliseconds(e.getMilliseconds())),n}var Vi=e=>e%1==0,Hi=[1,2,2.5,5],Ui=si(10,-32,0,Hi),Wi=si(10,0,32,Hi),Gi=Wi.filter(Vi),Ki=Ui.concat(Wi),qi=`
`,Ji=`{YYYY}`,Yi=qi+Ji,Xi=`{M}/{D}`,Zi=qi+Xi,Qi=Zi+`/{YY}`,$i=`{aa}`,ea=`{h}:{mm}`+$i,ta=qi+ea,na=`:{ss}`,$=null;function ra(e){let t=e*1e3,n=t*60,r=n*60,i=r*24,a=i*30,o=i*365,s=(e==1?si(10,0,3,Hi).filter(Vi):si(10,-3,0,Hi)).concat([t,t*5,t*10,t*15,t*30,n,n*5,n*10,n*15,n*30,r,r*2,r*3,r*4,r*6,r*8,r*12,i,i*2,i*3,i*4,i*5,i*6,i*7,i*8,i*9,i*10,i*15,a,a*2,a*3,a*4,a*6,o,o*2,o*5,o*10,o*25,o*50,o*100]),c=[[o,Ji,$,$,$,$,$,$,1],[i*28,`{MMM}`,Yi,$,$,$,$,$,1],[i,Xi,Yi,$,$,$,$,$,1],[r,`{h}`+$i,Qi,$,Zi,$,$,$,1],[n,ea,Qi,$,Zi,$,$,$,1],[t,na,Qi+` `+ea,$,Zi+` `+ea,$,ta,$,1],[e,na+`.{fff}`,Qi+` `+ea,$,Zi+` `+ea,$,ta,$,1]];function l(t){return(s,c,l,u,d,f)=>{let p=[],m=d>=o,h=d>=a&&d<o,g=t(l),_=Q(g*e,3),v=pa(g.getFullYear(),m?0:g.getMonth(),h||m?1:g.getDate()),y=Q(v*e,3);if(h||m){let n=h?d/a:0,r=m?d/o:0,i=_==y?_:Q(pa(v.getFullYear()+r,v.getMonth()+n,1)*e,3),s=new Date(Pr(i/e)),c=s.getFullYear(),l=s.getMonth();for(let a=0;i<=u;a++){let o=pa(c+r*a,l+n*a,1),s=o-t(Q(o*e,3));i=Q((+o+s)*e,3),i<=u&&p.push(i)}}else{let a=d>=i?i:d,o=y+(Nr(l)-Nr(_))+ri(_-y,a);p.push(o);let m=t(o),h=m.getHours()+m.getMinutes()/n+m.getSeconds()/r,g=d/r,v=f/s.axes[c]._space;for(;o=Q(o+d,e==1?0:3),!(o>u);)if(g>1){let e=Nr(Q(h+g,6))%24,n=t(o).getHours()-e;n>1&&(n=-1),o-=n*r,h=(h+g)%24;let i=p[p.length-1];Q((o-i)/d,3)*v>=.7&&p.push(o)}else p.push(o)}return p}}return[s,c,l]}var[ia,aa,oa]=ra(1),[sa,ca,la]=ra(.001);si(2,-53,53,[1]);function ua(e,t){return e.map(e=>e.map((n,r)=>r==0||r==8||n==null?n:t(r==1||e[8]==0?n:e[1]+n)))}function da(e,t){return(n,r,i,a,o)=>{let s=t.find(e=>o>=e[0])||t[t.length-1],c,l,u,d,f,p;return r.map(t=>{let n=e(t),r=n.getFullYear(),i=n.getMonth(),a=n.getDate(),o=n.getHours(),m=n.getMinutes(),h=n.getSeconds(),g=r!=c&&s[2]||i!=l&&s[3]||a!=u&&s[4]||o!=d&&s[5]||m!=f&&s[6]||h!=p&&s[7]||s[1];return c=r,l=i,u=a,d=o,f=m,p=h,g(n)})}}function fa(e,t){let n=Ri(t);return(t,r,i,a,o)=>r.map(t=>n(e(t)))}function pa(e,t,n){return new Date(e,t,n)}function ma(e,t){return t(e)}var ha=`{YYYY}-{MM}-{DD} {h}:{mm}{aa}`;function ga(e,t){return(n,r,i,a)=>a==null?Gn:t(e(r))}function _a(e,t){let n=e.series[t];return n.width?n.stroke(e,t):n.points.width?n.points.stroke(e,t):null}function va(e,t){return e.series[t].fill(e,t)}var ya={show:!0,live:!0,isolate:!1,mount:Jr,markers:{show:!0,width:2,stroke:_a,fill:va,dash:`solid`},idx:null,idxs:null,values:[]};function ba(e,t){let n=e.cursor.points,r=tr(),i=n.size(e,t);Y(r,On,i),Y(r,kn,i);let a=i/-2;Y(r,`marginLeft`,a),Y(r,`marginTop`,a);let o=n.width(e,t,i);return o&&Y(r,`borderWidth`,o),r}function xa(e,t){let n=e.series[t].points;return n._fill||n._stroke}function Sa(e,t){let n=e.series[t].points;return n._stroke||n._fill}function Ca(e,t){return e.series[t].points.size}var wa=[0,0];function Ta(e,t,n){return wa[0]=t,wa[1]=n,wa}function Ea(e,t,n,r=!0){return e=>{e.button!=0||r&&e.target!=t||n(e)}}function Da(e,t,n,r=!0){return e=>{r&&e.target!=t||n(e)}}var Oa={show:!0,x:!0,y:!0,lock:!1,move:Ta,points:{one:!1,show:ba,size:Ca,width:0,stroke:Sa,fill:xa},bind:{mousedown:Ea,mouseup:Ea,click:Ea,dblclick:Ea,mousemove:Da,mouseleave:Da,mouseenter:Da},drag:{setScale:!0,x:!0,y:!1,dist:0,uni:null,click:(e,t)=>{t.stopPropagation(),t.stopImmediatePropagation()},_x:!1,_y:!1},focus:{dist:(e,t,n,r,i)=>r-i,prox:-1,bias:0},hover:{skip:[void 0],prox:null,bias:0},left:-10,top:-10,idx:null,dataIdx:null,idxs:null,event:null},ka={show:!0,stroke:`rgba(0,0,0,0.07)`,width:2},Aa=bi({},ka,{filter:Xr}),ja=bi({},Aa,{size:10}),Ma=bi({},ka,{show:!1}),Na=`12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Noto Sans", sans-serif, "Apple Color Emoji", "Segoe UI Emoji", "Segoe UI Symbol", "Noto Color Emoji"`,Pa=`bold `+Na,Fa=1.5,Ia={show:!0,scale:`x`,stroke:q,space:50,gap:5,alignTo:1,size:50,labelGap:0,labelSize:30,labelFont:Pa,side:2,grid:Aa,ticks:ja,border:Ma,font:Na,lineGap:Fa,rotate:0},La=`Value`,Ra=`Time`,za={show:!0,scale:`x`,auto:!1,sorted:1,min:Wr,max:-1/0,idxs:[]};function Ba(e,t,n,r,i){return t.map(e=>e==null?``:kr(e))}function Va(e,t,n,r,i,a,o){let s=[],c=ai.get(i)||0;n=o?n:Q(ri(n,i),c);for(let e=n;e<=r;e=Q(e+i,c))s.push(Object.is(e,-0)?0:e);return s}function Ha(e,t,n,r,i,a,o){let s=[],c=e.scales[e.axes[t].scale].log;i=Rr(c,Nr((c==10?Br:Vr)(n))),c==10&&(i=Ki[fr(i,Ki)]);let l=n,u=i*c;c==10&&(u=Ki[fr(u,Ki)]);do s.push(l),l+=i,c==10&&!ai.has(l)&&(l=Q(l,ai.get(i))),l>=u&&(i=l,u=i*c,c==10&&(u=Ki[fr(u,Ki)]));while(l<=r);return s}function Ua(e,t,n,r,i,a,o){let s=e.scales[e.axes[t].scale].asinh,c=r>s?Ha(e,t,Lr(s,n),r,i):[s],l=r>=0&&n<=0?[0]:[];return(n<-s?Ha(e,t,Lr(s,-r),-n,i):[s]).reverse().map(e=>-e).concat(l,c)}var Wa=/./,Ga=/[12357]/,Ka=/[125]/,qa=/1/,Ja=(e,t,n,r)=>e.map((e,i)=>t==4&&e==0||i%r==0&&n.test(e.toExponential()[+(e<0)])?e:null);function Ya(e,t,n,r,i){let a=e.axes[n],o=a.scale,s=e.scales[o],c=e.valToPos,l=a._space,u=c(10,o),d=c(9,o)-u>=l?Wa:c(7,o)-u>=l?Ga:c(5,o)-u>=l?Ka:qa;if(d==qa){let e=Mr(c(1,o)-u);if(e<l)return Ja(t.slice().reverse(),s.distr,d,Fr(l/e)).reverse()}return Ja(t,s.distr,d,1)}function Xa(e,t,n,r,i){let a=e.axes[n],o=a.scale,s=a._space,c=e.valToPos,l=Mr(c(1,o)-c(2,o));return l<s?Ja(t.slice().reverse(),3,Wa,Fr(s/l)).reverse():t}function Za(e,t,n,r){return r==null?Gn:t==null?``:kr(t)}var Qa={show:!0,scale:`y`,stroke:q,space:30,gap:5,alignTo:1,size:50,labelGap:0,labelSize:30,labelFont:Pa,side:3,grid:Aa,ticks:ja,border:Ma,font:Na,lineGap:Fa,rotate:0};function $a(e,t){return Q((3+(e||1)*2)*t,3)}function eo(e,t){let{scale:n,idxs:r}=e.series[0],i=e._data[0],a=e.valToPos(i[r[0]],n,!0),o=Mr(e.valToPos(i[r[1]],n,!0)-a)/(e.series[t].points.space*J);return r[1]-r[0]<=o}var to={scale:null,auto:!0,sorted:0,min:Wr,max:-1/0},no=(e,t,n,r,i)=>i,ro={show:!0,auto:!0,sorted:0,gaps:no,alpha:1,facets:[bi({},to,{scale:`x`}),bi({},to,{scale:`y`})]},io={scale:`y`,auto:!0,sorted:0,show:!0,spanGaps:!1,gaps:no,alpha:1,points:{show:eo,filter:null},values:null,min:Wr,max:-1/0,idxs:[],path:null,clip:null};function ao(e,t,n,r,i){return n/10}var oo={time:sn,auto:!0,distr:1,log:10,asinh:1,min:null,max:null,dir:1,ori:0},so=bi({},oo,{time:!1,ori:1}),co={};function lo(e,t){let n=co[e];return n||(n={key:e,plots:[],sub(e){n.plots.push(e)},unsub(e){n.plots=n.plots.filter(t=>t!=e)},pub(e,t,r,i,a,o,s){for(let c=0;c<n.plots.length;c++)n.plots[c]!=t&&n.plots[c].pub(e,t,r,i,a,o,s)}},e!=null&&(co[e]=n)),n}var uo=1,fo=2;function po(e,t,n){let r=e.mode,i=e.series[t],a=r==2?e._data[t]:e._data,o=e.scales,s=e.bbox,c=a[0],l=r==2?a[1]:a[t],u=r==2?o[i.facets[0].scale]:o[e.series[0].scale],d=r==2?o[i.facets[1].scale]:o[i.scale],f=s.left,p=s.top,m=s.width,h=s.height,g=e.valToPosH,_=e.valToPosV;return u.ori==0?n(i,c,l,u,d,g,_,f,p,m,h,So,wo,Eo,Oo,Ao):n(i,c,l,u,d,_,g,p,f,h,m,Co,To,Do,ko,jo)}function mo(e,t){let n=0,r=0,i=X(e.bands,li);for(let e=0;e<i.length;e++){let a=i[e];a.series[0]==t?n=a.dir:a.series[1]==t&&(a.dir==1?r|=1:r|=2)}return[n,r==1?-1:r==2?1:r==3?2:0]}function ho(e,t,n,r,i){let a=e.mode,o=e.series[t],s=a==2?o.facets[1].scale:o.scale,c=e.scales[s];return i==-1?c.min:i==1?c.max:c.distr==3?c.dir==1?c.min:c.max:0}function go(e,t,n,r,i,a){return po(e,t,(e,t,o,s,c,l,u,d,f,p,m)=>{let h=e.pxRound,g=s.dir*(s.ori==0?1:-1),_=s.ori==0?wo:To,v,y;g==1?(v=n,y=r):(v=r,y=n);let b=h(l(t[v],s,p,d)),x=h(u(o[v],c,m,f)),S=h(l(t[y],s,p,d)),C=h(u(a==1?c.max:c.min,c,m,f)),w=new Path2D(i);return _(w,S,C),_(w,b,C),_(w,b,x),w})}function _o(e,t,n,r,i,a){let o=null;if(e.length>0){o=new Path2D;let s=t==0?Eo:Do,c=n;for(let t=0;t<e.length;t++){let n=e[t];if(n[1]>n[0]){let e=n[0]-c;e>0&&s(o,c,r,e,r+a),c=n[1]}}let l=n+i-c;l>0&&s(o,c,r-5,l,r+a+10)}return o}function vo(e,t,n){let r=e[e.length-1];r&&r[0]==t?r[1]=n:e.push([t,n])}function yo(e,t,n,r,i,a,o){let s=[],c=e.length;for(let l=i==1?n:r;l>=n&&l<=r;l+=i)if(t[l]===null){let u=l,d=l;if(i==1)for(;++l<=r&&t[l]===null;)d=l;else for(;--l>=n&&t[l]===null;)d=l;let f=a(e[u]),p=d==u?f:a(e[d]),m=u-i;f=o<=0&&m>=0&&m<c?a(e[m]):f;let h=d+i;p=o>=0&&h>=0&&h<c?a(e[h]):p,p>=f&&s.push([f,p])}return s}function bo(e){return e==0?Yr:e==1?Pr:t=>ni(t,e)}function xo(e){let t=e==0?So:Co,n=e==0?(e,t,n,r,i,a)=>{e.arcTo(t,n,r,i,a)}:(e,t,n,r,i,a)=>{e.arcTo(n,t,i,r,a)},r=e==0?(e,t,n,r,i)=>{e.rect(t,n,r,i)}:(e,t,n,r,i)=>{e.rect(n,t,i,r)};return(e,i,a,o,s,c=0,l=0)=>{c==0&&l==0?r(e,i,a,o,s):(c=Ir(c,o/2,s/2),l=Ir(l,o/2,s/2),t(e,i+c,a),n(e,i+o,a,i+o,a+s,c),n(e,i+o,a+s,i,a+s,l),n(e,i,a+s,i,a,l),n(e,i,a,i+o,a,c),e.closePath())}}var So=(e,t,n)=>{e.moveTo(t,n)},Co=(e,t,n)=>{e.moveTo(n,t)},wo=(e,t,n)=>{e.lineTo(t,n)},To=(e,t,n)=>{e.lineTo(n,t)},Eo=xo(0),Do=xo(1),Oo=(e,t,n,r,i,a)=>{e.arc(t,n,r,i,a)},ko=(e,t,n,r,i,a)=>{e.arc(n,t,r,i,a)},Ao=(e,t,n,r,i,a,o)=>{e.bezierCurveTo(t,n,r,i,a,o)},jo=(e,t,n,r,i,a,o)=>{e.bezierCurveTo(n,t,i,r,o,a)};function Mo(e){return(e,t,n,r,i)=>po(e,t,(t,a,o,s,c,l,u,d,f,p,m)=>{let{pxRound:h,points:g}=t,_,v;s.ori==0?(_=So,v=Oo):(_=Co,v=ko);let y=Q(g.width*J,3),b=(g.size-g.width)/2*J,x=Q(b*2,3),S=new Path2D,C=new Path2D,{left:w,top:T,width:E,height:D}=e.bbox;Eo(C,w-x,T-x,E+x*2,D+x*2);let O=e=>{if(o[e]!=null){let t=h(l(a[e],s,p,d)),n=h(u(o[e],c,m,f));_(S,t+b,n),v(S,t,n,b,0,jr*2)}};if(i)i.forEach(O);else for(let e=n;e<=r;e++)O(e);return{stroke:y>0?S:null,fill:S,clip:C,flags:3}})}function No(e){return(t,n,r,i,a,o)=>{r!=i&&(a!=r&&o!=r&&e(t,n,r),a!=i&&o!=i&&e(t,n,i),e(t,n,o))}}var Po=No(wo),Fo=No(To);function Io(e){let t=X(e?.alignGaps,0);return(e,n,r,i)=>po(e,n,(a,o,s,c,l,u,d,f,p,m,h)=>{[r,i]=gr(s,r,i);let g=a.pxRound,_=e=>g(u(e,c,m,f)),v=e=>g(d(e,l,h,p)),y,b;c.ori==0?(y=wo,b=Po):(y=To,b=Fo);let x=c.dir*(c.ori==0?1:-1),S={stroke:new Path2D,fill:null,clip:null,band:null,gaps:null,flags:uo},C=S.stroke,w=!1;if(i-r>=m*4){let t=t=>e.posToVal(t,c.key,!0),n=null,a=null,l,u,d,f=_(o[x==1?r:i]),p=_(o[r]),m=_(o[i]),h=t(x==1?p+1:m-1);for(let e=x==1?r:i;e>=r&&e<=i;e+=x){let r=o[e],i=(x==1?r<h:r>h)?f:_(r),c=s[e];i==f?c==null?c===null&&(w=!0):(u=c,n==null?(y(C,i,v(u)),l=n=a=u):u<n?n=u:u>a&&(a=u)):(n!=null&&b(C,f,v(n),v(a),v(l),v(u)),c==null?(n=a=null,c===null&&(w=!0)):(u=c,y(C,i,v(u)),n=a=l=u),f=i,h=t(f+x))}n!=null&&n!=a&&d!=f&&b(C,f,v(n),v(a),v(l),v(u))}else for(let e=x==1?r:i;e>=r&&e<=i;e+=x){let t=s[e];t===null?w=!0:t!=null&&y(C,_(o[e]),v(t))}let[T,E]=mo(e,n);if(a.fill!=null||T!=0){let t=S.fill=new Path2D(C),s=v(a.fillTo(e,n,a.min,a.max,T)),c=_(o[r]),l=_(o[i]);x==-1&&([l,c]=[c,l]),y(t,l,s),y(t,c,s)}if(!a.spanGaps){let l=[];w&&l.push(...yo(o,s,r,i,x,_,t)),S.gaps=l=a.gaps(e,n,r,i,l),S.clip=_o(l,c.ori,f,p,m,h)}return E!=0&&(S.band=E==2?[go(e,n,r,i,C,-1),go(e,n,r,i,C,1)]:go(e,n,r,i,C,E)),S})}function Lo(e){let t=X(e.align,1),n=X(e.ascDesc,!1),r=X(e.alignGaps,0),i=X(e.extend,!1);return(e,a,o,s)=>po(e,a,(c,l,u,d,f,p,m,h,g,_,v)=>{[o,s]=gr(u,o,s);let y=c.pxRound,{left:b,width:x}=e.bbox,S=e=>y(p(e,d,_,h)),C=e=>y(m(e,f,v,g)),w=d.ori==0?wo:To,T={stroke:new Path2D,fill:null,clip:null,band:null,gaps:null,flags:uo},E=T.stroke,D=d.dir*(d.ori==0?1:-1),O=C(u[D==1?o:s]),k=S(l[D==1?o:s]),ee=k,A=k;i&&t==-1&&(A=b,w(E,A,O)),w(E,k,O);for(let e=D==1?o:s;e>=o&&e<=s;e+=D){let n=u[e];if(n==null)continue;let r=S(l[e]),i=C(n);t==1?w(E,r,O):w(E,ee,i),w(E,r,i),O=i,ee=r}let j=ee;i&&t==1&&(j=b+x,w(E,j,O));let[te,ne]=mo(e,a);if(c.fill!=null||te!=0){let t=T.fill=new Path2D(E),n=C(c.fillTo(e,a,c.min,c.max,te));w(t,j,n),w(t,A,n)}if(!c.spanGaps){let i=[];i.push(...yo(l,u,o,s,D,S,r));let f=c.width*J/2,p=n||t==1?f:-f,m=n||t==-1?-f:f;i.forEach(e=>{e[0]+=p,e[1]+=m}),T.gaps=i=c.gaps(e,a,o,s,i),T.clip=_o(i,d.ori,h,g,_,v)}return ne!=0&&(T.band=ne==2?[go(e,a,o,s,E,-1),go(e,a,o,s,E,1)]:go(e,a,o,s,E,ne)),T})}function Ro(e,t,n,r,i,a,o=Wr){if(e.length>1){let s=null;for(let c=0,l=1/0;c<e.length;c++)if(t[c]!==void 0){if(s!=null){let t=Mr(e[c]-e[s]);t<l&&(l=t,o=Mr(n(e[c],r,i,a)-n(e[s],r,i,a)))}s=c}}return o}function zo(e){e||=ci;let t=X(e.size,[.6,Wr,1]),n=e.align||0,r=e.gap||0,i=e.radius;i=i==null?[0,0]:typeof i==`number`?[i,0]:i;let a=Z(i),o=1-t[0],s=X(t[1],Wr),c=X(t[2],1),l=X(e.disp,ci),u=X(e.each,e=>{}),{fill:d,stroke:f}=l;return(e,t,i,p)=>po(e,t,(m,h,g,_,v,y,b,x,S,C,w)=>{let T=m.pxRound,E=n,D=r*J,O=s*J,k=c*J,ee,A;_.ori==0?[ee,A]=a(e,t):[A,ee]=a(e,t);let j=_.dir*(_.ori==0?1:-1),te=_.ori==0?Eo:Do,ne=_.ori==0?u:(e,t,n,r,i,a,o)=>{u(e,t,n,i,r,o,a)},re=X(e.bands,li).find(e=>e.series[0]==t),ie=re==null?0:re.dir,ae=m.fillTo(e,t,m.min,m.max,ie),M=T(b(ae,v,w,S)),N,P,F,I=C,L=T(m.width*J),oe=!1,se=null,R=null,ce=null,le=null;d!=null&&(L==0||f!=null)&&(oe=!0,se=d.values(e,t,i,p),R=new Map,new Set(se).forEach(e=>{e!=null&&R.set(e,new Path2D)}),L>0&&(ce=f.values(e,t,i,p),le=new Map,new Set(ce).forEach(e=>{e!=null&&le.set(e,new Path2D)})));let{x0:z,size:ue}=l;if(z!=null&&ue!=null){E=1,h=z.values(e,t,i,p),z.unit==2&&(h=h.map(t=>e.posToVal(x+t*C,_.key,!0)));let n=ue.values(e,t,i,p);P=ue.unit==2?n[0]*C:y(n[0],_,C,x)-y(0,_,C,x),I=Ro(h,g,y,_,C,x,I),F=I-P+D}else I=Ro(h,g,y,_,C,x,I),F=I*o+D,P=I-F;F<1&&(F=0),L>=P/2&&(L=0),F<5&&(T=Yr);let de=F>0,fe=I-F-(de?L:0);P=T(Kr(fe,k,O)),N=(E==0?P/2:E==j?0:P)-E*j*((E==0?D/2:0)+(de?L/2:0));let pe={stroke:null,fill:null,clip:null,band:null,gaps:null,flags:0},me=oe?null:new Path2D,he=null;if(re!=null)he=e.data[re.series[1]];else{let{y0:n,y1:r}=l;n!=null&&r!=null&&(g=r.values(e,t,i,p),he=n.values(e,t,i,p))}let ge=ee*P,_e=A*P;for(let n=j==1?i:p;n>=i&&n<=p;n+=j){let r=g[n];if(r==null)continue;if(he!=null){let e=he[n]??0;if(r-e==0)continue;M=b(e,v,w,S)}let i=y(_.distr!=2||l!=null?h[n]:n,_,C,x),a=b(X(r,ae),v,w,S),o=T(i-N),s=T(Lr(a,M)),c=T(Ir(a,M)),u=s-c;if(r!=null){let i=r<0?_e:ge,a=r<0?ge:_e;oe?(L>0&&ce[n]!=null&&te(le.get(ce[n]),o,c+Nr(L/2),P,Lr(0,u-L),i,a),se[n]!=null&&te(R.get(se[n]),o,c+Nr(L/2),P,Lr(0,u-L),i,a)):te(me,o,c+Nr(L/2),P,Lr(0,u-L),i,a),ne(e,t,n,o-L/2,c,P+L,u)}}return L>0?pe.stroke=oe?le:me:oe||(pe._fill=m.width==0?m._fill:m._stroke??m._fill,pe.width=0),pe.fill=oe?R:me,pe})}function Bo(e,t){let n=X(t?.alignGaps,0);return(t,r,i,a)=>po(t,r,(o,s,c,l,u,d,f,p,m,h,g)=>{[i,a]=gr(c,i,a);let _=o.pxRound,v=e=>_(d(e,l,h,p)),y=e=>_(f(e,u,g,m)),b,x,S;l.ori==0?(b=So,S=wo,x=Ao):(b=Co,S=To,x=jo);let C=l.dir*(l.ori==0?1:-1),w=v(s[C==1?i:a]),T=w,E=[],D=[];for(let e=C==1?i:a;e>=i&&e<=a;e+=C)if(c[e]!=null){let t=s[e],n=v(t);E.push(T=n),D.push(y(c[e]))}let O={stroke:e(E,D,b,S,x,_),fill:null,clip:null,band:null,gaps:null,flags:uo},k=O.stroke,[ee,A]=mo(t,r);if(o.fill!=null||ee!=0){let e=O.fill=new Path2D(k),n=y(o.fillTo(t,r,o.min,o.max,ee));S(e,T,n),S(e,w,n)}if(!o.spanGaps){let e=[];e.push(...yo(s,c,i,a,C,v,n)),O.gaps=e=o.gaps(t,r,i,a,e),O.clip=_o(e,l.ori,p,m,h,g)}return A!=0&&(O.band=A==2?[go(t,r,i,a,k,-1),go(t,r,i,a,k,1)]:go(t,r,i,a,k,A)),O})}function Vo(e){return Bo(Ho,e)}function Ho(e,t,n,r,i,a){let o=e.length;if(o<2)return null;let s=new Path2D;if(n(s,e[0],t[0]),o==2)r(s,e[1],t[1]);else{let n=Array(o),r=Array(o-1),a=Array(o-1),c=Array(o-1);for(let n=0;n<o-1;n++)a[n]=t[n+1]-t[n],c[n]=e[n+1]-e[n],r[n]=a[n]/c[n];n[0]=r[0];for(let e=1;e<o-1;e++)r[e]===0||r[e-1]===0||r[e-1]>0!=r[e]>0?n[e]=0:(n[e]=3*(c[e-1]+c[e])/((2*c[e]+c[e-1])/r[e-1]+(c[e]+2*c[e-1])/r[e]),isFinite(n[e])||(n[e]=0));n[o-1]=r[o-2];for(let r=0;r<o-1;r++)i(s,e[r]+c[r]/3,t[r]+n[r]*c[r]/3,e[r+1]-c[r]/3,t[r+1]-n[r+1]*c[r]/3,e[r+1],t[r+1])}return s}var Uo=new Set;function Wo(){for(let e of Uo)e.syncRect(!0)}Kn&&(ur(Vn,Jn,Wo),ur(Hn,Jn,Wo,!0),ur(Wn,Jn,()=>{os.pxRatio=J}));var Go=Io(),Ko=Mo();function qo(e,t,n,r){return(r?[e[0],e[1]].concat(e.slice(2)):[e[0]].concat(e.slice(1))).map((e,r)=>Yo(e,r,t,n))}function Jo(e,t){return e.map((e,n)=>n==0?{}:bi({},t,e))}function Yo(e,t,n,r){return bi({},t==0?n:r,e)}function Xo(e,t,n){return t==null?ui:[t,n]}var Zo=Xo;function Qo(e,t,n){return t==null?ui:Tr(t,n,xr,!0)}function $o(e,t,n,r){return t==null?ui:yr(t,n,e.scales[r].log,!1)}var es=$o;function ts(e,t,n,r){return t==null?ui:br(t,n,e.scales[r].log,!1)}var ns=ts;function rs(e,t,n,r,i){let a=Lr(Gr(e),Gr(t)),o=t-e,s=fr(i/r*o,n);do{let e=n[s],t=r*e/o;if(t>=i&&a+(e<5?ai.get(e):0)<=17)return[e,t]}while(++s<n.length);return[0,0]}function is(e){let t,n;return e=e.replace(/(\d+)px/,(e,r)=>(t=Pr((n=+r)*J))+`px`),[e,t,n]}function as(e){e.show&&[e.font,e.labelFont].forEach(e=>{let t=Q(e[2]*J,1);e[0]=e[0].replace(/[0-9.]+px/,t+`px`),e[1]=t})}function os(e,t,n){let r={mode:X(e.mode,1)},i=r.mode;function a(e,t,n,r){let i=t.valToPct(e);return r+n*(t.dir==-1?1-i:i)}function o(e,t,n,r){let i=t.valToPct(e);return r+n*(t.dir==-1?i:1-i)}function s(e,t,n,r){return t.ori==0?a(e,t,n,r):o(e,t,n,r)}r.valToPosH=a,r.valToPosV=o;let c=!1;r.status=0;let l=r.root=tr(cn);if(e.id!=null&&(l.id=e.id),Qn(l,e.class),e.title){let t=tr(dn,l);t.textContent=e.title}let u=er(`canvas`),d=r.ctx=u.getContext(`2d`),f=tr(fn,l);ur(`click`,f,e=>{e.target===m&&(G!=$t||K!=en)&&an.click(r,e)},!0);let p=r.under=tr(pn,f);f.appendChild(u);let m=r.over=tr(mn,f);e=yi(e);let h=+X(e.pxAlign,1),g=bo(h);(e.plugins||[]).forEach(t=>{t.opts&&(e=t.opts(r,e)||e)});let _=e.ms||.001,v=r.series=i==1?qo(e.series||[],za,io,!1):Jo(e.series||[null],ro),y=r.axes=qo(e.axes||[],Ia,Qa,!0),b=r.scales={},x=r.bands=e.bands||[];x.forEach(e=>{e.fill=Z(e.fill||null),e.dir=X(e.dir,-1)});let S=i==2?v[1].facets[0].scale:v[0].scale,C={axes:Lt,series:Et},w=(e.drawOrder||[`axes`,`series`]).map(e=>C[e]);function T(e){let t=e.distr==3?t=>Br(t>0?t:e.clamp(r,t,e.min,e.max,e.key)):e.distr==4?t=>Ur(t,e.asinh):e.distr==100?t=>e.fwd(t):e=>e;return n=>{let r=t(n),{_min:i,_max:a}=e,o=a-i;return(r-i)/o}}function E(t){let n=b[t];if(n==null){let r=(e.scales||ci)[t]||ci;if(r.from!=null){E(r.from);let e=bi({},b[r.from],r,{key:t});e.valToPct=T(e),b[t]=e}else{n=b[t]=bi({},t==S?oo:so,r),n.key=t;let e=n.time,a=n.range,o=di(a);if((t!=S||i==2&&!e)&&(o&&(a[0]==null||a[1]==null)&&(a={min:a[0]==null?Sr:{mode:1,hard:a[0],soft:a[0]},max:a[1]==null?Sr:{mode:1,hard:a[1],soft:a[1]}},o=!1),!o&&hi(a))){let e=a;a=(t,n,r)=>n==null?ui:Tr(n,r,e)}n.range=Z(a||(e?Zo:t==S?n.distr==3?es:n.distr==4?ns:Xo:n.distr==3?$o:n.distr==4?ts:Qo)),n.auto=Z(!o&&n.auto),n.clamp=Z(n.clamp||ao),n._min=n._max=null,n.valToPct=T(n)}}}E(`x`),E(`y`),i==1&&v.forEach(e=>{E(e.scale)}),y.forEach(e=>{E(e.scale)});for(let t in e.scales)E(t);let D=b[S],O=D.distr,k,ee;D.ori==0?(Qn(l,ln),k=a,ee=o):(Qn(l,un),k=o,ee=a);let A={};for(let e in b){let t=b[e];(t.min!=null||t.max!=null)&&(A[e]={min:t.min,max:t.max},t.min=t.max=null)}let j=e.tzDate||(e=>new Date(Pr(e/_))),te=e.fmtDate||Ri,ne=_==1?oa(j):la(j),re=da(j,ua(_==1?aa:ca,te)),ie=ga(j,ma(ha,te)),ae=[],M=r.legend=bi({},ya,e.legend),N=r.cursor=bi({},Oa,{drag:{y:i==2}},e.cursor),P=M.show,F=N.show,I=M.markers;M.idxs=ae,I.width=Z(I.width),I.dash=Z(I.dash),I.stroke=Z(I.stroke),I.fill=Z(I.fill);let L,oe,se,R=[],ce=[],le,z=!1,ue={};if(M.live){let e=v[1]?v[1].values:null;z=e!=null,le=z?e(r,1,0):{_:0};for(let e in le)ue[e]=Gn}if(P){if(L=er(`table`,xn,l),se=er(`tbody`,null,L),M.mount(r,L),z){oe=er(`thead`,null,L,se);let e=er(`tr`,null,oe);for(var de in er(`th`,null,e),le)er(`th`,En,e).textContent=de}else Qn(L,Cn),M.live&&Qn(L,Sn)}let fe={show:!0},pe={show:!1};function me(e,t){if(t==0&&(z||!M.live||i==2))return ui;let n=[],a=er(`tr`,wn,se,se.childNodes[t]);Qn(a,e.class),e.show||Qn(a,gn);let o=er(`th`,null,a);if(I.show){let e=tr(Tn,o);if(t>0){let n=I.width(r,t);n&&(e.style.border=n+`px `+I.dash(r,t)+` `+I.stroke(r,t)),e.style.background=I.fill(r,t)}}let s=tr(En,o);for(var c in e.label instanceof HTMLElement?s.appendChild(e.label):s.textContent=e.label,t>0&&(I.show||(s.style.color=e.width>0?I.stroke(r,t):I.fill(r,t)),ge(`click`,o,t=>{if(N._lock)return;Ve(t);let n=v.indexOf(e);if((t.ctrlKey||t.metaKey)!=M.isolate){let e=v.some((e,t)=>t>0&&t!=n&&e.show);v.forEach((t,r)=>{r>0&&Yn(r,e?r==n?fe:pe:fe,!0,Oi.setSeries)})}else Yn(n,{show:!e.show},!0,Oi.setSeries)},!1),Ue&&ge(Rn,o,t=>{N._lock||(Ve(t),Yn(v.indexOf(e),pr,!0,Oi.setSeries))},!1)),le){let e=er(`td`,Dn,a);e.textContent=`--`,n.push(e)}return[a,n]}let he=new Map;function ge(e,t,n,i=!0){let a=he.get(t)||{},o=N.bind[e](r,t,n,i);o&&(ur(e,t,a[e]=o),he.set(t,a))}function _e(e,t,n){let r=he.get(t)||{};for(let n in r)(e==null||n==e)&&(dr(n,t,r[n]),delete r[n]);e??he.delete(t)}let ve=0,ye=0,B=0,V=0,be=0,xe=0,Se=be,Ce=xe,we=B,Te=V,Ee=0,De=0,Oe=0,H=0;r.bbox={};let ke=!1,Ae=!1,je=!1,Me=!1,Ne=!1,Pe=!1;function Fe(e,t,n){(n||e!=r.width||t!=r.height)&&Ie(e,t),Rt(!1),je=!0,Ae=!0,Ut()}function Ie(e,t){r.width=ve=B=e,r.height=ye=V=t,be=xe=0,ze(),Be();let n=r.bbox;Ee=n.left=ni(be*J,.5),De=n.top=ni(xe*J,.5),Oe=n.width=ni(B*J,.5),H=n.height=ni(V*J,.5)}function Le(){let e=!1,t=0;for(;!e;){t++;let n=Ft(t),i=It(t);e=t==3||n&&i,e||(Ie(r.width,r.height),Ae=!0)}}function Re({width:e,height:t}){Fe(e,t)}r.setSize=Re;function ze(){let e=!1,t=!1,n=!1,r=!1;y.forEach((i,a)=>{if(i.show&&i._show){let{side:a,_size:o}=i,s=a%2,c=o+(i.label==null?0:i.labelSize);c>0&&(s?(B-=c,a==3?(be+=c,r=!0):n=!0):(V-=c,a==0?(xe+=c,e=!0):t=!0))}}),Qe[0]=e,Qe[1]=n,Qe[2]=t,Qe[3]=r,B-=nt[1]+nt[3],be+=nt[3],V-=nt[2]+nt[0],xe+=nt[0]}function Be(){let e=be+B,t=xe+V,n=be,r=xe;function i(i,a){switch(i){case 1:return e+=a,e-a;case 2:return t+=a,t-a;case 3:return n-=a,n+a;case 0:return r-=a,r+a}}y.forEach((e,t)=>{if(e.show&&e._show){let t=e.side;e._pos=i(t,e._size),e.label!=null&&(e._lpos=i(t,e.labelSize))}})}if(N.dataIdx==null){let e=N.hover,n=e.skip=new Set(e.skip??[]);n.add(void 0);let r=e.prox=Z(e.prox),i=e.bias??=0;N.dataIdx=(e,a,o,s)=>{if(a==0)return o;let c=o,l=r(e,a,o,s)??Wr,u=l>=0&&l<Wr,d=D.ori==0?B:V,f=N.left,p=t[0],m=t[a];if(n.has(m[o])){c=null;let e=null,t=null,r;if(i==0||i==-1)for(r=o;e==null&&r-->0;)n.has(m[r])||(e=r);if(i==0||i==1)for(r=o;t==null&&r++<m.length;)n.has(m[r])||(t=r);if(e!=null||t!=null){if(u){let n=e==null?-1/0:k(p[e],D,d,0),r=t==null?1/0:k(p[t],D,d,0),i=f-n,a=r-f;i<=a?i<=l&&(c=e):a<=l&&(c=t)}else c=t==null?e:e==null?t:o-e<=t-o?e:t}}else u&&Mr(f-k(p[o],D,d,0))>l&&(c=null);return c}}let Ve=e=>{N.event=e};N.idxs=ae,N._lock=!1;let He=N.points;He.show=Z(He.show),He.size=Z(He.size),He.stroke=Z(He.stroke),He.width=Z(He.width),He.fill=Z(He.fill);let U=r.focus=bi({},e.focus||{alpha:.3},N.focus),Ue=U.prox>=0,We=Ue&&He.one,Ge=[],Ke=[],qe=[];function Je(e,t){let n=He.show(r,t);if(n instanceof HTMLElement)return Qn(n,bn),Qn(n,e.class),rr(n,-10,-10,B,V),m.insertBefore(n,Ge[t]),n}function Ye(e,t){if(i==1||t>0){let t=i==1&&b[e.scale].time,n=e.value;e.value=t?mi(n)?ga(j,ma(n,te)):n||ie:n||Za,e.label=e.label||(t?Ra:La)}if(We||t>0){e.width=e.width==null?1:e.width,e.paths=e.paths||Go||Zr,e.fillTo=Z(e.fillTo||ho),e.pxAlign=+X(e.pxAlign,h),e.pxRound=bo(e.pxAlign),e.stroke=Z(e.stroke||null),e.fill=Z(e.fill||null),e._stroke=e._fill=e._paths=e._focus=null;let t=$a(Lr(1,e.width),1),n=e.points=bi({},{size:t,width:Lr(1,t*.2),stroke:e.stroke,space:t*2,paths:Ko,_stroke:null,_fill:null},e.points);n.show=Z(n.show),n.filter=Z(n.filter),n.fill=Z(n.fill),n.stroke=Z(n.stroke),n.paths=Z(n.paths),n.pxAlign=e.pxAlign}if(P){let n=me(e,t);R.splice(t,0,n[0]),ce.splice(t,0,n[1]),M.values.push(null)}if(F){ae.splice(t,0,null);let n=null;We?t==0&&(n=Je(e,t)):t>0&&(n=Je(e,t)),Ge.splice(t,0,n),Ke.splice(t,0,0),qe.splice(t,0,0)}Ti(`addSeries`,t)}function Xe(e,t){t??=v.length,e=i==1?Yo(e,t,za,io):Yo(e,t,{},ro),v.splice(t,0,e),Ye(v[t],t)}r.addSeries=Xe;function Ze(e){if(v.splice(e,1),P){M.values.splice(e,1),ce.splice(e,1);let t=R.splice(e,1)[0];_e(null,t.firstChild),t.remove()}F&&(ae.splice(e,1),Ge.splice(e,1)[0].remove(),Ke.splice(e,1),qe.splice(e,1)),Ti(`delSeries`,e)}r.delSeries=Ze;let Qe=[!1,!1,!1,!1];function $e(e,t){if(e._show=e.show,e.show){let n=e.side%2,i=b[e.scale];i??=(e.scale=n?v[1].scale:S,b[e.scale]);let a=i.time;e.size=Z(e.size),e.space=Z(e.space),e.rotate=Z(e.rotate),di(e.incrs)&&e.incrs.forEach(e=>{!ai.has(e)&&ai.set(e,oi(e))}),e.incrs=Z(e.incrs||(i.distr==2?Gi:a?_==1?ia:sa:Ki)),e.splits=Z(e.splits||(a&&i.distr==1?ne:i.distr==3?Ha:i.distr==4?Ua:Va)),e.stroke=Z(e.stroke),e.grid.stroke=Z(e.grid.stroke),e.ticks.stroke=Z(e.ticks.stroke),e.border.stroke=Z(e.border.stroke);let o=e.values;e.values=di(o)&&!di(o[0])?Z(o):a?di(o)?da(j,ua(o,te)):mi(o)?fa(j,o):o||re:o||Ba,e.filter=Z(e.filter||(i.distr>=3&&i.log==10?Ya:i.distr==3&&i.log==2?Xa:Xr)),e.font=is(e.font),e.labelFont=is(e.labelFont),e._size=e.size(r,null,t,0),e._space=e._rotate=e._incrs=e._found=e._splits=e._values=null,e._size>0&&(Qe[t]=!0,e._el=tr(hn,f))}}function et(e,t,n,r){let[i,a,o,s]=n,c=t%2,l=0;return c==0&&(s||a)&&(l=t==0&&!i||t==2&&!o?Pr(Ia.size/3):0),c==1&&(i||o)&&(l=t==1&&!a||t==3&&!s?Pr(Qa.size/2):0),l}let tt=r.padding=(e.padding||[et,et,et,et]).map(e=>Z(X(e,et))),nt=r._padding=tt.map((e,t)=>e(r,t,Qe,0)),rt,it=null,at=null,ot=i==1?v[0].idxs:null,st=null,ct=!1;function W(e,n){if(t=e??[],r.data=r._data=t,i==2){rt=0;for(let e=1;e<v.length;e++)rt+=t[e][0].length}else{t.length==0&&(r.data=r._data=t=[[]]),st=t[0],rt=st.length;let e=t;if(O==2){e=t.slice();let n=e[0]=Array(rt);for(let e=0;e<rt;e++)n[e]=e}r._data=t=e}if(Rt(!0),Ti(`setData`),O==2&&(je=!0),n!==!1){let e=D;e.auto(r,ct)?lt():Kn(S,e.min,e.max),Me||=N.left>=0,Pe=!0,Ut()}}r.setData=W;function lt(){ct=!0;let e,n;i==1&&(rt>0?(it=ot[0]=0,at=ot[1]=rt-1,e=t[0][it],n=t[0][at],O==2?(e=it,n=at):e==n&&(O==3?[e,n]=yr(e,e,D.log,!1):O==4?[e,n]=br(e,e,D.log,!1):D.time?n=e+Pr(86400/_):[e,n]=Tr(e,n,xr,!0))):(it=ot[0]=e=null,at=ot[1]=n=null)),Kn(S,e,n)}let ut,dt,ft,pt,mt,ht,gt,_t,vt,yt;function bt(e,t,n,r,i,a){e??=Pn,n??=li,r??=`butt`,i??=Pn,a??=`round`,e!=ut&&(d.strokeStyle=ut=e),i!=dt&&(d.fillStyle=dt=i),t!=ft&&(d.lineWidth=ft=t),a!=mt&&(d.lineJoin=mt=a),r!=ht&&(d.lineCap=ht=r),n!=pt&&d.setLineDash(pt=n)}function xt(e,t,n,r){t!=dt&&(d.fillStyle=dt=t),e!=gt&&(d.font=gt=e),n!=_t&&(d.textAlign=_t=n),r!=vt&&(d.textBaseline=vt=r)}function St(e,t,n,i,a=0){if(i.length>0&&e.auto(r,ct)&&(t==null||t.min==null)){let t=X(it,0),r=X(at,i.length-1),o=n.min==null?vr(i,t,r,a,e.distr==3):[n.min,n.max];e.min=Ir(e.min,n.min=o[0]),e.max=Lr(e.max,n.max=o[1])}}let Ct={min:null,max:null};function wt(){for(let e in b){let t=b[e];A[e]==null&&(t.min==null||A[S]!=null&&t.auto(r,ct))&&(A[e]=Ct)}for(let e in b){let t=b[e];A[e]==null&&t.from!=null&&A[t.from]!=null&&(A[e]=Ct)}A[S]!=null&&Rt(!0);let e={};for(let t in A){let n=A[t];if(n!=null){let a=e[t]=yi(b[t],gi);if(n.min!=null)bi(a,n);else if(t!=S||i==2){if(rt==0&&a.from==null){let e=a.range(r,null,null,t);a.min=e[0],a.max=e[1]}else a.min=Wr,a.max=-1/0}}}if(rt>0){v.forEach((n,a)=>{if(i==1){let i=n.scale,o=A[i];if(o==null)return;let s=e[i];if(a==0){let e=s.range(r,s.min,s.max,i);s.min=e[0],s.max=e[1],it=fr(s.min,t[0]),at=fr(s.max,t[0]),at-it>1&&(t[0][it]<s.min&&it++,t[0][at]>s.max&&at--),n.min=st[it],n.max=st[at]}else n.show&&n.auto&&St(s,o,n,t[a],n.sorted);n.idxs[0]=it,n.idxs[1]=at}else if(a>0&&n.show&&n.auto){let[r,i]=n.facets,o=r.scale,s=i.scale,[c,l]=t[a],u=e[o],d=e[s];u!=null&&St(u,A[o],r,c,r.sorted),d!=null&&St(d,A[s],i,l,i.sorted),n.min=i.min,n.max=i.max}});for(let t in e){let n=e[t],i=A[t];if(n.from==null&&(i==null||i.min==null)){let e=n.range(r,n.min==Wr?null:n.min,n.max==-1/0?null:n.max,t);n.min=e[0],n.max=e[1]}}}for(let t in e){let n=e[t];if(n.from!=null){let i=e[n.from];if(i.min==null)n.min=n.max=null;else{let e=n.range(r,i.min,i.max,t);n.min=e[0],n.max=e[1]}}}let n={},a=!1;for(let t in e){let r=e[t],i=b[t];if(i.min!=r.min||i.max!=r.max){i.min=r.min,i.max=r.max;let e=i.distr;i._min=e==3?Br(i.min):e==4?Ur(i.min,i.asinh):e==100?i.fwd(i.min):i.min,i._max=e==3?Br(i.max):e==4?Ur(i.max,i.asinh):e==100?i.fwd(i.max):i.max,n[t]=a=!0}}if(a){v.forEach((e,t)=>{i==2?t>0&&n.y&&(e._paths=null):n[e.scale]&&(e._paths=null)});for(let e in n)je=!0,Ti(`setScale`,e);F&&N.left>=0&&(Me=Pe=!0)}for(let e in A)A[e]=null}function Tt(e){let t=Kr(it-1,0,rt-1),n=Kr(at+1,0,rt-1);for(;e[t]==null&&t>0;)t--;for(;e[n]==null&&n<rt-1;)n++;return[t,n]}function Et(){if(rt>0){let e=v.some(e=>e._focus)&&yt!=U.alpha;e&&(d.globalAlpha=yt=U.alpha),v.forEach((e,n)=>{if(n>0&&e.show&&(Dt(n,!1),Dt(n,!0),e._paths==null)){let a=yt;yt!=e.alpha&&(d.globalAlpha=yt=e.alpha);let o=i==2?[0,t[n][0].length-1]:Tt(t[n]);e._paths=e.paths(r,n,o[0],o[1]),yt!=a&&(d.globalAlpha=yt=a)}}),v.forEach((e,t)=>{if(t>0&&e.show){let n=yt;yt!=e.alpha&&(d.globalAlpha=yt=e.alpha),e._paths!=null&&Ot(t,!1);{let n=e._paths==null?null:e._paths.gaps,i=e.points.show(r,t,it,at,n),a=e.points.filter(r,t,i,n);(i||a)&&(e.points._paths=e.points.paths(r,t,it,at,a),Ot(t,!0))}yt!=n&&(d.globalAlpha=yt=n),Ti(`drawSeries`,t)}}),e&&(d.globalAlpha=yt=1)}}function Dt(e,t){let n=t?v[e].points:v[e];n._stroke=n.stroke(r,e),n._fill=n.fill(r,e)}function Ot(e,t){let n=t?v[e].points:v[e],{stroke:r,fill:i,clip:a,flags:o,_stroke:s=n._stroke,_fill:c=n._fill,_width:l=n.width}=n._paths;l=Q(l*J,3);let u=null,f=l%2/2;t&&c==null&&(c=l>0?`#fff`:s);let p=n.pxAlign==1&&f>0;if(p&&d.translate(f,f),!t){let e=Ee-l/2,t=De-l/2,n=Oe+l,r=H+l;u=new Path2D,u.rect(e,t,n,r)}t?At(s,l,n.dash,n.cap,c,r,i,o,a):kt(e,s,l,n.dash,n.cap,c,r,i,o,u,a),p&&d.translate(-f,-f)}function kt(e,n,i,a,o,s,c,l,u,d,f){let p=!1;u!=0&&x.forEach((m,h)=>{if(m.series[0]==e){let e=v[m.series[1]],g=t[m.series[1]],_=(e._paths||ci).band;di(_)&&(_=m.dir==1?_[0]:_[1]);let y,b=null;e.show&&_&&Er(g,it,at)?(b=m.fill(r,h)||s,y=e._paths.clip):_=null,At(n,i,a,o,b,c,l,u,d,f,y,_),p=!0}}),p||At(n,i,a,o,s,c,l,u,d,f)}function At(e,t,n,r,i,a,o,s,c,l,u,f){bt(e,t,n,r,i),(c||l||f)&&(d.save(),c&&d.clip(c),l&&d.clip(l)),f?(s&3)==3?(d.clip(f),u&&d.clip(u),Mt(i,o),jt(e,a,t)):s&fo?(Mt(i,o),d.clip(f),jt(e,a,t)):s&uo&&(d.save(),d.clip(f),u&&d.clip(u),Mt(i,o),d.restore(),jt(e,a,t)):(Mt(i,o),jt(e,a,t)),(c||l||f)&&d.restore()}function jt(e,t,n){n>0&&(t instanceof Map?t.forEach((e,t)=>{d.strokeStyle=ut=t,d.stroke(e)}):t!=null&&e&&d.stroke(t))}function Mt(e,t){t instanceof Map?t.forEach((e,t)=>{d.fillStyle=dt=t,d.fill(e)}):t!=null&&e&&d.fill(t)}function Nt(e,t,n,i){let a=y[e],o;if(i<=0)o=[0,0];else{let s=a._space=a.space(r,e,t,n,i);o=rs(t,n,a._incrs=a.incrs(r,e,t,n,i,s),i,s)}return a._found=o}function Pt(e,t,n,r,i,a,o,s,c,l){let u=o%2/2;h==1&&d.translate(u,u),bt(s,o,c,l,s),d.beginPath();let f,p,m,g,_=i+(r==0||r==3?-a:a);n==0?(p=i,g=_):(f=i,m=_);for(let r=0;r<e.length;r++)t[r]!=null&&(n==0?f=m=e[r]:p=g=e[r],d.moveTo(f,p),d.lineTo(m,g));d.stroke(),h==1&&d.translate(-u,-u)}function Ft(e){let t=!0;return y.forEach((n,i)=>{if(!n.show)return;let a=b[n.scale];if(a.min==null){n._show&&(t=!1,n._show=!1,Rt(!1));return}n._show||(t=!1,n._show=!0,Rt(!1));let o=n.side,s=o%2,{min:c,max:l}=a,[u,d]=Nt(i,c,l,s==0?B:V);if(d==0)return;let f=a.distr==2,p=n._splits=n.splits(r,i,c,l,u,d,f),m=a.distr==2?p.map(e=>st[e]):p,h=a.distr==2?st[p[1]]-st[p[0]]:u,g=n._values=n.values(r,n.filter(r,m,i,d,h),i,d,h);n._rotate=o==2?n.rotate(r,g,i,d):0;let _=n._size;n._size=Fr(n.size(r,g,i,e)),_!=null&&n._size!=_&&(t=!1)}),t}function It(e){let t=!0;return tt.forEach((n,i)=>{let a=n(r,i,Qe,e);a!=nt[i]&&(t=!1),nt[i]=a}),t}function Lt(){for(let e=0;e<y.length;e++){let t=y[e];if(!t.show||!t._show)continue;let n=t.side,i=n%2,a,o,c=t.stroke(r,e),l=n==0||n==3?-1:1,[u,f]=t._found;if(t.label!=null){let s=t.labelGap*l,p=Pr((t._lpos+s)*J);xt(t.labelFont[0],c,`center`,n==2?An:jn),d.save(),i==1?(a=o=0,d.translate(p,Pr(De+H/2)),d.rotate((n==3?-jr:jr)/2)):(a=Pr(Ee+Oe/2),o=p);let m=qr(t.label)?t.label(r,e,u,f):t.label;d.fillText(m,a,o),d.restore()}if(f==0)continue;let p=b[t.scale],m=i==0?Oe:H,h=i==0?Ee:De,_=t._splits,v=p.distr==2?_.map(e=>st[e]):_,x=p.distr==2?st[_[1]]-st[_[0]]:u,S=t.ticks,C=t.border,w=S.show?S.size:0,T=Pr(w*J),E=Pr((t.alignTo==2?t._size-w-t.gap:t.gap)*J),D=t._rotate*-jr/180,O=g(t._pos*J),k=O+(T+E)*l;o=i==0?k:0,a=i==1?k:0;let ee=t.font[0];xt(ee,c,t.align==1?Mn:t.align==2?Nn:D>0?Mn:D<0?Nn:i==0?`center`:n==3?Nn:Mn,D||i==1?`middle`:n==2?An:jn);let A=t.font[1]*t.lineGap,j=_.map(e=>g(s(e,p,m,h))),te=t._values;for(let e=0;e<te.length;e++){let t=te[e];if(t!=null){i==0?a=j[e]:o=j[e],t=``+t;let n=t.indexOf(`
`)==-1?[t]:t.split(/\n/gm);for(let e=0;e<n.length;e++){let t=n[e];D?(d.save(),d.translate(a,o+e*A),d.rotate(D),d.fillText(t,0,0),d.restore()):d.fillText(t,a,o+e*A)}}}S.show&&Pt(j,S.filter(r,v,e,f,x),i,n,O,T,Q(S.width*J,3),S.stroke(r,e),S.dash,S.cap);let ne=t.grid;ne.show&&Pt(j,ne.filter(r,v,e,f,x),i,i==0?2:1,i==0?De:Ee,i==0?H:Oe,Q(ne.width*J,3),ne.stroke(r,e),ne.dash,ne.cap),C.show&&Pt([O],[1],+(i==0),i==0?1:2,i==1?De:Ee,i==1?H:Oe,Q(C.width*J,3),C.stroke(r,e),C.dash,C.cap)}Ti(`drawAxes`)}function Rt(e){v.forEach((t,n)=>{n>0&&(t._paths=null,e&&(i==1?(t.min=null,t.max=null):t.facets.forEach(e=>{e.min=null,e.max=null})))})}let zt=!1,Bt=!1,Vt=[];function Ht(){Bt=!1;for(let e=0;e<Vt.length;e++)Ti(...Vt[e]);Vt.length=0}function Ut(){zt||=(Ei(Gt),!0)}function Wt(e,t=!1){zt=!0,Bt=t,e(r),Gt(),t&&Vt.length>0&&queueMicrotask(Ht)}r.batch=Wt;function Gt(){if(ke&&=(wt(),!1),je&&=(Le(),!1),Ae){if(Y(p,Mn,be),Y(p,An,xe),Y(p,On,B),Y(p,kn,V),Y(m,Mn,be),Y(m,An,xe),Y(m,On,B),Y(m,kn,V),Y(f,On,ve),Y(f,kn,ye),u.width=Pr(ve*J),u.height=Pr(ye*J),y.forEach(({_el:e,_show:t,_size:n,_pos:r,side:i})=>{if(e!=null){if(t){let t=i===3||i===0?n:0,a=i%2==1;Y(e,a?`left`:`top`,r-t),Y(e,a?`width`:`height`,n),Y(e,a?`top`:`left`,a?xe:be),Y(e,a?`height`:`width`,a?V:B),$n(e,gn)}else Qn(e,gn)}}),ut=dt=ft=mt=ht=gt=_t=vt=pt=null,yt=1,Vr(!0),be!=Se||xe!=Ce||B!=we||V!=Te){Rt(!1);let e=B/we,t=V/Te;if(F&&!Me&&N.left>=0){N.left*=e,N.top*=t,Yt&&rr(Yt,Pr(N.left),0,B,V),Xt&&rr(Xt,0,Pr(N.top),B,V);for(let n=0;n<Ge.length;n++){let r=Ge[n];r!=null&&(Ke[n]*=e,qe[n]*=t,rr(r,Fr(Ke[n]),Fr(qe[n]),B,V))}}if(q.show&&!Ne&&q.left>=0&&q.width>0){q.left*=e,q.width*=e,q.top*=t,q.height*=t;for(let e in Yr)Y(Vn,e,q[e])}Se=be,Ce=xe,we=B,Te=V}Ti(`setSize`),Ae=!1}ve>0&&ye>0&&(d.clearRect(0,0,u.width,u.height),Ti(`drawClear`),w.forEach(e=>e()),Ti(`draw`)),q.show&&Ne&&(Hn(q),Ne=!1),F&&Me&&(Nr(null,!0,!1),Me=!1),M.show&&M.live&&Pe&&(kr(),Pe=!1),c||(c=!0,r.status=1,Ti(`ready`)),ct=!1,zt=!1}r.redraw=(e,t)=>{je=t||!1,e===!1?Ut():Kn(S,D.min,D.max)};function Kt(e,n){let i=b[e];if(i.from==null){if(rt==0){let t=i.range(r,n.min,n.max,e);n.min=t[0],n.max=t[1]}if(n.min>n.max){let e=n.min;n.min=n.max,n.max=e}if(rt>1&&n.min!=null&&n.max!=null&&n.max-n.min<1e-16)return;e==S&&i.distr==2&&rt>0&&(n.min=fr(n.min,t[0]),n.max=fr(n.max,t[0]),n.min==n.max&&n.max++),A[e]=n,ke=!0,Ut()}}r.setScale=Kt;let qt,Jt,Yt,Xt,Zt,Qt,$t,en,tn,nn,G,K,rn=!1,an=N.drag,on=an.x,sn=an.y;F&&(N.x&&(qt=tr(vn,m)),N.y&&(Jt=tr(yn,m)),D.ori==0?(Yt=qt,Xt=Jt):(Yt=Jt,Xt=qt),G=N.left,K=N.top);let q=r.select=bi({show:!0,over:!0,left:0,width:0,top:0,height:0},e.select),Vn=q.show?tr(_n,q.over?m:p):null;function Hn(e,t){if(q.show){for(let t in e)q[t]=e[t],t in Yr&&Y(Vn,t,e[t]);t!==!1&&Ti(`setSelect`)}}r.setSelect=Hn;function Un(e){if(v[e].show)P&&$n(R[e],gn);else if(P&&Qn(R[e],gn),F){let t=We?Ge[0]:Ge[e];t!=null&&rr(t,-10,-10,B,V)}}function Kn(e,t,n){Kt(e,{min:t,max:n})}function Yn(e,t,n,a){t.focus!=null&&mr(e),t.show!=null&&v.forEach((n,r)=>{r>0&&(e==r||e==null)&&(n.show=t.show,Un(r),i==2?(Kn(n.facets[0].scale,null,null),Kn(n.facets[1].scale,null,null)):Kn(n.scale,null,null),Ut())}),n!==!1&&Ti(`setSeries`,e,t),a&&ji(`setSeries`,r,e,t)}r.setSeries=Yn;function Xn(e,t){bi(x[e],t)}function Zn(e,t){e.fill=Z(e.fill||null),e.dir=X(e.dir,-1),t??=x.length,x.splice(t,0,e)}function nr(e){e==null?x.length=0:x.splice(e,1)}r.addBand=Zn,r.setBand=Xn,r.delBand=nr;function ir(e,t){v[e].alpha=t,F&&Ge[e]!=null&&(Ge[e].style.opacity=t),P&&R[e]&&(R[e].style.opacity=t)}let or,cr,lr,pr={focus:!0};function mr(e){if(e!=lr){let t=e==null,n=U.alpha!=1;v.forEach((r,a)=>{if(i==1||a>0){let i=t||a==0||a==e;r._focus=t?null:i,n&&ir(a,i?1:U.alpha)}}),lr=e,n&&Ut()}}P&&Ue&&ge(zn,L,e=>{N._lock||(Ve(e),lr!=null&&Yn(null,pr,!0,Oi.setSeries))});function hr(e,t,n){let r=b[t];n&&(e=e/J-(r.ori==1?xe:be));let i=B;r.ori==1&&(i=V,e=i-e),r.dir==-1&&(e=i-e);let a=r._min,o=r._max,s=e/i,c=a+(o-a)*s,l=r.distr;return l==3?Rr(10,c):l==4?Hr(c,r.asinh):l==100?r.bwd(c):c}function gr(e,n){return fr(hr(e,S,n),t[0],it,at)}r.valToIdx=e=>fr(e,t[0]),r.posToIdx=gr,r.posToVal=hr,r.valToPos=(e,t,n)=>b[t].ori==0?a(e,b[t],n?Oe:B,n?Ee:0):o(e,b[t],n?H:V,n?De:0),r.setCursor=(e,t,n)=>{G=e.left,K=e.top,Nr(null,t,n)};function _r(e,t){Y(Vn,Mn,q.left=e),Y(Vn,On,q.width=t)}function Cr(e,t){Y(Vn,An,q.top=e),Y(Vn,kn,q.height=t)}let wr=D.ori==0?_r:Cr,Dr=D.ori==1?_r:Cr;function Or(){if(P&&M.live)for(let e=+(i==2);e<v.length;e++){if(e==0&&z)continue;let t=M.values[e],n=0;for(let r in t)ce[e][n++].firstChild.nodeValue=t[r]}}function kr(e,t){if(e!=null&&(e.idxs?e.idxs.forEach((e,t)=>{ae[t]=e}):pi(e.idx)||ae.fill(e.idx),M.idx=ae[0]),P&&M.live){for(let e=0;e<v.length;e++)(e>0||i==1&&!z)&&Ar(e,ae[e]);Or()}Pe=!1,t!==!1&&Ti(`setLegend`)}r.setLegend=kr;function Ar(e,n){let i=v[e],a=e==0&&O==2?st:t[e],o;z?o=i.values(r,e,n)??ue:(o=i.value(r,n==null?null:a[n],e,n),o=o==null?ue:{_:o}),M.values[e]=o}function Nr(e,n,a){tn=G,nn=K,[G,K]=N.move(r,G,K),N.left=G,N.top=K,F&&(Yt&&rr(Yt,Pr(G),0,B,V),Xt&&rr(Xt,0,Pr(K),B,V));let o,s=it>at;or=Wr,cr=null;let c=D.ori==0?B:V,l=D.ori==1?B:V;if(G<0||rt==0||s){o=N.idx=null;for(let e=0;e<v.length;e++){let t=Ge[e];t!=null&&rr(t,-10,-10,B,V)}Ue&&Yn(null,pr,!0,e==null&&Oi.setSeries),M.live&&(ae.fill(o),Pe=!0)}else{let e,n,a;i==1&&(e=D.ori==0?G:K,n=hr(e,S),o=N.idx=fr(n,t[0],it,at),a=k(t[0][o],D,c,0));let s=-10,u=-10,d=0,f=0,p=!0,m=``,h=``;for(let e=+(i==2);e<v.length;e++){let g=v[e],_=ae[e],y=_==null?null:i==1?t[e][_]:t[e][1][_],x=N.dataIdx(r,e,o,n),S=x==null?null:i==1?t[e][x]:t[e][1][x];if(Pe=Pe||S!=y||x!=_,ae[e]=x,e>0&&g.show){let n=x==null?-10:x==o?a:k(i==1?t[0][x]:t[e][0][x],D,c,0),_=S==null?-10:ee(S,i==1?b[g.scale]:b[g.facets[1].scale],l,0);if(Ue&&S!=null){let t=D.ori==1?G:K,n=Mr(U.dist(r,e,x,_,t));if(n<or){let r=U.bias;if(r!=0){let i=hr(t,g.scale),a=S>=0?1:-1,o=i>=0?1:-1;o==a&&(o==1?r==1?S>=i:S<=i:r==1?S<=i:S>=i)&&(or=n,cr=e)}else or=n,cr=e}}if(Pe||We){let t,i;D.ori==0?(t=n,i=_):(t=_,i=n);let a,o,c,l,g,v,y=!0,b=He.bbox;if(b!=null){y=!1;let t=b(r,e);c=t.left,l=t.top,a=t.width,o=t.height}else c=t,l=i,a=o=He.size(r,e);if(v=He.fill(r,e),g=He.stroke(r,e),We)e==cr&&or<=U.prox&&(s=c,u=l,d=a,f=o,p=y,m=v,h=g);else{let t=Ge[e];t!=null&&(Ke[e]=c,qe[e]=l,sr(t,a,o,y),ar(t,v,g),rr(t,Fr(c),Fr(l),B,V))}}}}if(We){let e=U.prox;if(Pe||(lr==null?or<=e:or>e||cr!=lr)){let e=Ge[0];e!=null&&(Ke[0]=s,qe[0]=u,sr(e,d,f,p),ar(e,m,h),rr(e,Fr(s),Fr(u),B,V))}}}if(q.show&&rn){if(e!=null){let[t,n]=Oi.scales,[r,i]=Oi.match,[a,o]=e.cursor.sync.scales,s=e.cursor.drag;if(on=s._x,sn=s._y,on||sn){let{left:s,top:u,width:d,height:f}=e.select,p=e.scales[a].ori,m=e.posToVal,h,g,_,v,y,x=t!=null&&r(t,a),S=n!=null&&i(n,o);x&&on?(p==0?(h=s,g=d):(h=u,g=f),_=b[t],v=k(m(h,a),_,c,0),y=k(m(h+g,a),_,c,0),wr(Ir(v,y),Mr(y-v))):wr(0,c),S&&sn?(p==1?(h=s,g=d):(h=u,g=f),_=b[n],v=ee(m(h,o),_,l,0),y=ee(m(h+g,o),_,l,0),Dr(Ir(v,y),Mr(y-v))):Dr(0,l)}else ei()}else{let e=Mr(tn-Zt),t=Mr(nn-Qt);if(D.ori==1){let n=e;e=t,t=n}on=an.x&&e>=an.dist,sn=an.y&&t>=an.dist;let n=an.uni;n==null?an.x&&an.y&&(on||sn)&&(on=sn=!0):on&&sn&&(on=e>=n,sn=t>=n,!on&&!sn&&(t>e?sn=!0:on=!0));let r,i;on&&(D.ori==0?(r=$t,i=G):(r=en,i=K),wr(Ir(r,i),Mr(i-r)),sn||Dr(0,l)),sn&&(D.ori==1?(r=$t,i=G):(r=en,i=K),Dr(Ir(r,i),Mr(i-r)),on||wr(0,c)),!on&&!sn&&(wr(0,0),Dr(0,0))}}if(an._x=on,an._y=sn,e==null){if(a){if(ki!=null){let[e,t]=Oi.scales;Oi.values[0]=e==null?null:hr(D.ori==0?G:K,e),Oi.values[1]=t==null?null:hr(D.ori==1?G:K,t)}ji(Fn,r,G,K,B,V,o)}if(Ue){let e=a&&Oi.setSeries,t=U.prox;lr==null?or<=t&&Yn(cr,pr,!0,e):or>t?Yn(null,pr,!0,e):cr!=lr&&Yn(cr,pr,!0,e)}}Pe&&(M.idx=o,kr()),n!==!1&&Ti(`setCursor`)}let zr=null;Object.defineProperty(r,"rect",{get(){return zr??Vr(!1),zr}});function Vr(e=!1){e?zr=null:(zr=m.getBoundingClientRect(),Ti(`syncRect`,zr))}function Gr(e,t,n,r,i,a,o){N._lock||rn&&e!=null&&e.movementX==0&&e.movementY==0||(Jr(e,t,n,r,i,a,o,!1,e!=null),e==null?Nr(t,!0,!1):Nr(null,!0,!0))}function Jr(e,t,n,i,a,o,c,l,u){if(zr??Vr(!1),Ve(e),e!=null)n=e.clientX-zr.left,i=e.clientY-zr.top;else{if(n<0||i<0){G=-10,K=-10;return}let[e,r]=Oi.scales,c=t.cursor.sync,[l,u]=c.values,[d,f]=c.scales,[p,m]=Oi.match,h=t.axes[0].side%2==1,g=D.ori==0?B:V,_=D.ori==1?B:V,v=h?o:a,y=h?a:o,x=h?i:n,S=h?n:i;if(n=d==null?x/v*g:p(e,d)?s(l,b[e],g,0):-10,i=f==null?S/y*_:m(r,f)?s(u,b[r],_,0):-10,D.ori==1){let e=n;n=i,i=e}}u&&(t==null||t.cursor.event.type==Fn)&&((n<=1||n>=B-1)&&(n=ni(n,B)),(i<=1||i>=V-1)&&(i=ni(i,V))),l?(Zt=n,Qt=i,[$t,en]=N.move(r,n,i)):(G=n,K=i)}let Yr={width:0,height:0,left:0,top:0};function ei(){Hn(Yr,!1)}let ti,ri,ii,si;function fi(e,t,n,i,a,o,s){rn=!0,on=sn=an._x=an._y=!1,Jr(e,t,n,i,a,o,s,!0,!1),e!=null&&(ge(Ln,qn,_i,!1),ji(In,r,$t,en,B,V,null));let{left:c,top:l,width:u,height:d}=q;ti=c,ri=l,ii=u,si=d}function _i(e,t,n,i,a,o,s){rn=an._x=an._y=!1,Jr(e,t,n,i,a,o,s,!1,!0);let{left:c,top:l,width:u,height:d}=q,f=u>0||d>0,p=ti!=c||ri!=l||ii!=u||si!=d;if(f&&p&&Hn(q),an.setScale&&f&&p){let e=c,t=u,n=l,r=d;if(D.ori==1&&(e=l,t=d,n=c,r=u),on&&Kn(S,hr(e,S),hr(e+t,S)),sn)for(let e in b){let t=b[e];e!=S&&t.from==null&&t.min!=Wr&&Kn(e,hr(n+r,e),hr(n,e))}ei()}else N.lock&&(N._lock=!N._lock,Nr(t,!0,e!=null));e!=null&&(_e(Ln,qn),ji(Ln,r,G,K,B,V,null))}function vi(e,t,n,r,i,a,o){if(N._lock)return;Ve(e);let s=rn;if(rn){let e=!0,t=!0,n,r;D.ori==0?(n=on,r=sn):(n=sn,r=on),n&&r&&(e=G<=10||G>=B-10,t=K<=10||K>=V-10),n&&e&&(G=G<$t?0:B),r&&t&&(K=K<en?0:V),Nr(null,!0,!0),rn=!1}G=-10,K=-10,ae.fill(null),Nr(null,!0,!0),s&&(rn=s)}function xi(e,t,n,i,a,o,s){N._lock||(Ve(e),lt(),ei(),e!=null&&ji(Bn,r,G,K,B,V,null))}function Si(){y.forEach(as),Fe(r.width,r.height,!0)}ur(Wn,Jn,Si);let Ci={};Ci.mousedown=fi,Ci.mousemove=Gr,Ci.mouseup=_i,Ci.dblclick=xi,Ci.setSeries=(e,t,n,i)=>{let a=Oi.match[2];n=a(r,t,n),n!=-1&&Yn(n,i,!0,!1)},F&&(ge(In,m,fi),ge(Fn,m,Gr),ge(Rn,m,e=>{Ve(e),Vr(!1)}),ge(zn,m,vi),ge(Bn,m,xi),Uo.add(r),r.syncRect=Vr);let wi=r.hooks=e.hooks||{};function Ti(e,t,n){Bt?Vt.push([e,t,n]):e in wi&&wi[e].forEach(e=>{e.call(null,r,t,n)})}(e.plugins||[]).forEach(e=>{for(let t in e.hooks)wi[t]=(wi[t]||[]).concat(e.hooks[t])});let Di=(e,t,n)=>n,Oi=bi({key:null,setSeries:!1,filters:{pub:Qr,sub:Qr},scales:[S,v[1]?v[1].scale:null],match:[$r,$r,Di],values:[null,null]},N.sync);Oi.match.length==2&&Oi.match.push(Di),N.sync=Oi;let ki=Oi.key,Ai=lo(ki);function ji(e,t,n,r,i,a,o){Oi.filters.pub(e,t,n,r,i,a,o)&&Ai.pub(e,t,n,r,i,a,o)}Ai.sub(r);function Mi(e,t,n,r,i,a,o){Oi.filters.sub(e,t,n,r,i,a,o)&&Ci[e](null,t,n,r,i,a,o)}r.pub=Mi;function Ni(){Ai.unsub(r),Uo.delete(r),he.clear(),dr(Wn,Jn,Si),l.remove(),L?.remove(),Ti(`destroy`)}r.destroy=Ni;function Pi(){Ti(`init`,e,t),W(t||e.data,!1),A[S]?Kt(S,A[S]):lt(),Ne=q.show&&(q.width>0||q.height>0),Me=Pe=!0,Fe(e.width,e.height)}return v.forEach(Ye),y.forEach($e),n?n instanceof HTMLElement?(n.appendChild(l),Pi()):n(r,Pi):Pi(),r}os.assign=bi,os.fmtNum=kr,os.rangeNum=Tr,os.rangeLog=yr,os.rangeAsinh=br,os.orient=po,os.pxRatio=J,os.join=Ti,os.fmtDate=Ri,os.tzDate=Bi,os.sync=lo;{os.addGap=vo,os.clipGaps=_o;let e=os.paths={points:Mo};e.linear=Io,e.stepped=Lo,e.bars=zo,e.spline=Vo}var ss=`.uplot,.uplot *,.uplot :before,.uplot :after{box-sizing:border-box}.uplot{width:min-content;font-family:system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,Noto Sans,sans-serif,Apple Color Emoji,Segoe UI Emoji,Segoe UI Symbol,Noto Color Emoji;line-height:1.5}.u-title{text-align:center;font-size:18px;font-weight:700}.u-wrap{-webkit-user-select:none;user-select:none;position:relative}.u-over,.u-under{position:absolute}.u-under{overflow:hidden}.uplot canvas{width:100%;height:100%;display:block;position:relative}.u-axis{position:absolute}.u-legend{text-align:center;margin:auto;font-size:14px}.u-inline{display:block}.u-inline *{display:inline-block}.u-inline tr{margin-right:16px}.u-legend th{font-weight:600}.u-legend th>*{vertical-align:middle;display:inline-block}.u-legend .u-marker{width:1em;height:1em;margin-right:4px;background-clip:padding-box!important}.u-inline.u-live th:after{content:":";vertical-align:middle}.u-inline:not(.u-live) .u-value{display:none}.u-series>*{padding:4px}.u-series th{cursor:pointer}.u-legend .u-off>*{opacity:.3}.u-select{pointer-events:none;background:#00000012;position:absolute}.u-cursor-x,.u-cursor-y{pointer-events:none;will-change:transform;position:absolute;top:0;left:0}.u-hz .u-cursor-x,.u-vt .u-cursor-y{border-right:1px dashed #607d8b;height:100%}.u-hz .u-cursor-y,.u-vt .u-cursor-x{border-bottom:1px dashed #607d8b;width:100%}.u-cursor-pt{pointer-events:none;will-change:transform;border:0 solid;border-radius:50%;position:absolute;top:0;left:0;background-clip:padding-box!important}.u-axis.u-off,.u-select.u-off,.u-cursor-x.u-off,.u-cursor-y.u-off,.u-cursor-pt.u-off{display:none}`;function cs(e){let t=getComputedStyle(e),n=(e,n)=>t.getPropertyValue(e).trim()||n;return{text:n(`--secondary-text-color`,`#727272`),grid:n(`--divider-color`,`rgba(127,127,127,0.2)`),background:n(`--card-background-color`,`#fff`)}}var ls=class extends we{constructor(...e){super(...e),this.height=180,this.label=``,this.at=null,this.quiet=!1}static{this.styles=[a(ss),o`
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
    `]}connectedCallback(){super.connectedCallback(),this.sizes=new ResizeObserver(()=>this.fit()),this.sizes.observe(this),this.hasUpdated&&this.make()}disconnectedCallback(){super.disconnectedCallback(),this.sizes?.disconnect(),this.drop()}render(){return R`<div class="plot" role="img" tabindex="0" aria-label=${this.label} @keydown=${this.walk} @pointerleave=${()=>this.tell(null)}></div>`}updated(e){e.has(`look`)||e.has(`height`)||!this.plot?this.make():e.has(`data`)&&this.data&&this.plot.setData(this.data),e.has(`at`)&&this.follow()}make(){if(this.drop(),!this.options||!this.data||!this.place||this.clientWidth<40)return;let e=this.options(this);this.plot=new os({...e,width:this.clientWidth,height:this.height,legend:{show:!1},cursor:{y:!1,points:{show:!1},drag:{x:!1,y:!1},...e.cursor},hooks:{...e.hooks,setCursor:[e=>this.tell(e.cursor.idx??null),...e.hooks?.setCursor??[]]}},this.data,this.place),this.follow()}drop(){this.plot?.destroy(),this.plot=void 0}fit(){this.plot?this.clientWidth>=40&&this.plot.width!==this.clientWidth&&this.plot.setSize({width:this.clientWidth,height:this.height}):this.make()}follow(){let e=this.plot;if(!e||e.cursor.idx===this.at)return;let t=this.at===null?void 0:e.data[0]?.[this.at];this.quiet=!0,e.setCursor({left:t===void 0?-10:e.valToPos(t,`x`),top:1}),this.quiet=!1}tell(e){this.quiet||e===this.at||(this.at=e,this.dispatchEvent(new CustomEvent(`point`,{detail:e})))}walk(e){let t=this.data?.[0]?.length??0,n={ArrowRight:1,ArrowLeft:-1,PageUp:-4,PageDown:4}[e.key];if(e.key===`Escape`&&this.tell(null),!n||!t)return;e.preventDefault();let r=this.at??(n>0?-1:t);this.tell(Math.min(t-1,Math.max(0,r+n))),this.follow()}};U([Oe({attribute:!1})],ls.prototype,`options`,void 0),U([Oe({attribute:!1})],ls.prototype,`data`,void 0),U([Oe({attribute:!1})],ls.prototype,`look`,void 0),U([Oe({type:Number})],ls.prototype,`height`,void 0),U([Oe()],ls.prototype,`label`,void 0),U([Oe({attribute:!1})],ls.prototype,`at`,void 0),U([Ae(`.plot`)],ls.prototype,`place`,void 0),customElements.get(`overshot-chart`)||customElements.define(`overshot-chart`,ls);var us=`11px Roboto, system-ui, sans-serif`;function ds(e,t,n,r={}){return{stroke:t.text,font:us,size:38,gap:4,ticks:{show:!1},grid:{stroke:t.grid,width:1},border:{show:!1},values:(t,r)=>r.map(t=>t===null?``:ct(e.locale,t,n)),...r}}function fs(e,t,n=!0){return{stroke:t.text,font:us,size:n?24:7,gap:4,space:44,ticks:{show:!1},border:{show:!1},grid:{stroke:t.grid,width:1},incrs:[3600,7200,10800,14400,21600,43200,86400],splits:(t,n,r,i,a)=>ps(e,r,i,a,t.width),values:(t,r)=>r.map(t=>{if(!n)return``;let r=new Date(t*1e3);return gs(e,r)?bt(e,r):gt(e,r).replace(/^0(?=\d:)/,``)})}}function ps(e,t,n,r,i=0){let a=Math.max(1,Math.round(r/3600)),o=[];for(let r=Math.ceil(t/3600)*3600;r<=n;r+=3600)hs(e,new Date(r*1e3))%a===0&&o.push(r);return o}var ms=new Map;function hs(e,t){let n=e.locale.time_zone===`local`?``:e.config.time_zone,r=ms.get(n);return r||(r=new Intl.DateTimeFormat(`en-GB`,{hour:`2-digit`,hourCycle:`h23`,timeZone:n||void 0}),ms.set(n,r)),Number(r.format(t))}function gs(e,t){return t.getUTCMinutes()===0&&hs(e,t)===0}function _s(e,t){return/^#[0-9a-f]{6}$/i.test(e)?e+Math.round(t*255).toString(16).padStart(2,`0`):`color-mix(in srgb, ${e} ${t*100}%, transparent)`}var vs=e=>e==null?null:e/1e3,ys=[[`house`,`house`],[`car`,`car`],[`heat_pump`,`heat_pump`],[`load`,`load`],[`battery`,`battery`],[`export`,`export`]],bs=[[`solar`,`solar`],[`battery`,`battery`],[`grid`,`import`],[`unmeasured`,`price`]];function xs(e){let t=e.bars.some(e=>e.charged>0||e.discharged>0||e.soc!==null),n=e.bars.some(e=>Object.keys(e.temperatures).length>0);return[`net`,`energy`,`solar_to`,`sources`,`consumers`,...t?[`battery`]:[],...n?[`heat`]:[]]}function Ss(e,t,n){let{bars:r}=t,i=e=>r.map(t=>t.recorded?e(t):null),a=e=>r.map(e);switch(e){case`net`:return[{id:`import`,name:n(`net_import`),color:`import`,draw:`bar`,values:i(e=>vs(Math.max(0,e.imported-e.exported)))},{id:`export`,name:n(`net_export`),color:`export`,draw:`bar`,values:i(e=>vs(Math.min(0,e.imported-e.exported)))},{id:`solar`,name:n(`solar`),color:`solar`,draw:`line`,values:i(e=>vs(e.solar))}];case`energy`:return[{id:`solar`,name:n(`solar`),color:`solar`,draw:`line`,values:i(e=>vs(e.solar))},{id:`consumed`,name:n(`consumption`),color:`house`,draw:`line`,values:i(e=>vs(e.consumed))},{id:`expected_solar`,name:n(`expected_solar`),color:`solar`,draw:`dashed`,values:a(e=>vs(e.expected_solar))},{id:`expected_load`,name:n(`expected_load`),color:`house`,draw:`dashed`,values:a(e=>vs(e.expected_load))}];case`solar_to`:return Cs(ys,t.charts.solar_to,e=>e.solar_to,i,n);case`sources`:return Cs(bs,t.charts.sources,e=>e.sources,i,n);case`consumers`:return Ts(t,i,n);case`battery`:return[{id:`charged`,name:n(`charged`),color:`battery`,draw:`bar`,values:i(e=>vs(e.charged))},{id:`discharged`,name:n(`discharged`),color:`battery`,fade:.45,draw:`bar`,values:i(e=>vs(-e.discharged))},{id:`soc`,name:n(`soc`),color:`price`,draw:`line`,values:a(e=>e.soc),right:`%`}];case`heat`:return Object.keys(t.bars.find(e=>Object.keys(e.temperatures).length)?.temperatures??{}).flatMap(e=>[{id:e,name:ws(t,e,n),color:`load`,draw:`bar`,values:i(t=>vs(t.consumers[e]??0))},{id:`${e}-temperature`,name:n(`temperature`),color:`heat_pump`,draw:`line`,values:a(t=>t.temperatures[e]??null),right:`°C`}])}}function Cs(e,t,n,r,i){return e.filter(([e])=>(t[e]??0)>0).map(([e,t])=>({id:e,name:i(`part_${e}`),color:t,draw:`bar`,values:r(t=>vs(n(t)[e]??0))}))}function ws(e,t,n){return e.consumers.find(e=>e.id===t)?.name??n(t===`house`?`part_house`:`part_load`)}function Ts(e,t,n){let r=new Map;return e.consumers.filter(e=>e.energy>0).map(i=>{let a=ys.find(([e])=>e===i.use)?.[1]??`load`,o=r.get(a)??0;return r.set(a,o+1),{id:i.id,name:ws(e,i.id,n),color:a,fade:Math.min(.6,o*.3),draw:`bar`,values:t(e=>vs(e.consumers[i.id]??0))}})}function Es(e){let t=[],n=[];return e.map(e=>e.values.map((r,i)=>{if(e.draw!==`bar`||r===null)return r;let a=r<0?n:t;return a[i]=(a[i]??0)+r,a[i]}))}function Ds(e){let t=e.values.filter(e=>e!==null);if(!t.length)return null;let n=t.reduce((e,t)=>e+t,0);return e.right?n/t.length:n}function Os(e,t,n){let r=t.bars[n];if(!r)return``;let i=new Date(r.start);return t.period===`day`?gt(e,i).replace(/^0(?=\d:)/,``):t.period===`week`?bt(e,i):t.period===`year`?yt(e,i,`short`).slice(0,3):new Intl.DateTimeFormat(`en-GB`,{day:`numeric`,timeZone:e.config.time_zone}).format(i)}function ks(e,t,n){let r=Es(n),i=n.map((e,t)=>t).sort((e,t)=>As(n[e],e)-As(n[t],t)),a=n.find(e=>e.right)?.right,o=t.bars.length;return{data:[t.bars.map((e,t)=>t),...i.map(e=>r[e])],options:r=>{let s=cs(r),c=Math.ceil(o/Math.max(4,Math.floor(r.clientWidth/44)));return{padding:[8,a?0:8,0,0],scales:{x:{time:!1,range:[-.5,o-.5]},y:{range:(e,t,n)=>js(t,n)},...a?{right:{range:a===`%`?[0,104]:(e,t,n)=>[Math.min(0,t),n*1.08]}}:{}},axes:[{stroke:s.text,font:`11px Roboto, system-ui, sans-serif`,size:24,gap:4,ticks:{show:!1},grid:{show:!1},splits:()=>t.bars.map((e,t)=>t).filter(e=>e%c===0),values:(n,r)=>r.map(n=>Os(e,t,n))},ds(e,s,0,{values:(t,n,r,i,a)=>{let o=Math.max(0,Math.ceil(-Math.log10(a)-1e-9));return n.map(t=>ct(e.locale,t,o))}}),...a?[ds(e,s,0,{scale:`right`,side:1,grid:{show:!1}})]:[]],series:[{},...i.map(e=>Ms(r,n[e]))]}}}}function As(e,t){return e?.draw===`bar`?-t-1:t}function js(e,t){let n=Math.max(t,e<0?0:.5)*1.08;return[Math.min(0,e)*1.08,Math.max(n,.1)]}function Ms(e,t){let n=jt(e,t.color);if(t.draw===`bar`){let e=_s(n,.85*(1-(t.fade??0)));return{fill:e,stroke:e,width:0,paths:os.paths.bars?.({size:[.72,48],radius:.12}),points:{show:!1}}}return{stroke:n,width:2,scale:t.right?`right`:`y`,dash:t.draw===`dashed`?[5,4]:void 0,paths:os.paths.spline?.(),spanGaps:!0,points:{show:!1}}}var Ns=[`day`,`week`,`month`,`year`];function Ps(e,t,n,r){return e.callWS({type:`overshot/energy/report`,config_entry_id:t,period:n,at:r})}function Fs(e,t){let n=e.locale.time_zone===`local`?void 0:e.config.time_zone;return new Intl.DateTimeFormat(`sv-SE`,{timeZone:n,year:`numeric`,month:`2-digit`,day:`2-digit`}).format(t)}function Is(e,t,n){let r=new Date(`${e}T12:00:00Z`);if(t===`day`)r.setUTCDate(r.getUTCDate()+n);else if(t===`week`)r.setUTCDate(r.getUTCDate()+7*n);else{let e=r.getUTCDate();r.setUTCDate(1),r.setUTCMonth(r.getUTCMonth()+(t===`month`?n:12*n));let i=new Date(Date.UTC(r.getUTCFullYear(),r.getUTCMonth()+1,0)).getUTCDate();r.setUTCDate(Math.min(e,i))}return r.toISOString().slice(0,10)}var Ls=o`
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
    grid-template-columns: repeat(auto-fill, minmax(170px, 1fr));
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
`,Rs=12e4,[zs,Bs]=[60,500],Vs=[`net`,`energy`,`solar_to`,`sources`,`consumers`,`battery`,`heat`],Hs=class extends We{constructor(...e){super(...e),this.waiting=!1,this.failed=!1,this.at=null,this.asked=0}static{this.styles=[Mt,Ls]}static getConfigForm(){let e=e=>({select:{options:[...e],mode:`dropdown`}});return Ge([{name:`period`,selector:e(Ns)},{name:`chart`,selector:e(Vs)}],{period:`editor_period`,chart:`editor_chart`})}static getStubConfig(){return{}}getGridOptions(){return{columns:`full`,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.load(e),this.timer=setInterval(()=>{!document.hidden&&this.isNow&&this.load(e)},Rs)}leave(){clearInterval(this.timer)}get shownPeriod(){return this.period??this.config.period??`day`}get today(){return Fs(this.hass,new Date)}get shownDay(){return this.day??this.today}get isNow(){return!this.report||Date.parse(this.report.totals.end)>Date.now()}async load(e){let t=++this.asked;this.waiting=!0;try{let n=await Ps(this.hass,e.entry_id,this.shownPeriod,this.shownDay);if(t!==this.asked)return;this.report=n,this.failed=!1}catch{if(t!==this.asked)return;this.failed=!0}this.waiting=!1}show(e){e.period&&(this.period=e.period),e.day&&(this.day=e.day>this.today?this.today:e.day),this.at=null,this.site&&this.load(this.site)}go(e){e>0&&this.isNow||this.show({day:Is(this.shownDay,this.shownPeriod,e)})}draw(){let{report:e}=this,t=e?xs(e):[],n=this.kind??this.config.chart??`net`,r=t.includes(n)?n:`net`;return R`<ha-card>
      <header><h2>${this.config.title||this.t(`history`)}</h2></header>
      <div class="row">
        <div class="segments" role="group" aria-label=${this.t(`period`)}>
          ${Ns.map(e=>R`<button aria-pressed=${e===this.shownPeriod} @click=${()=>this.show({period:e})}>
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
        ${t.map(e=>R`<button role="tab" aria-selected=${e===r} tabindex=${e===r?0:-1} @keydown=${this.walkTabs} @click=${()=>{this.kind=e,this.at=null}}>
            ${this.t(`kind_${e}`)}
          </button>`)}
      </div>
      ${this.failed?R`<div class="note"><ha-icon icon="mdi:database-alert-outline"></ha-icon>${this.t(`no_records`)}</div>`:z}
      ${e?this.body(e,r):z}
    </ha-card>`}walkTabs(e){let t={ArrowRight:1,ArrowLeft:-1}[e.key];if(!t)return;let n=[...e.currentTarget.parentElement?.querySelectorAll(`[role=tab]`)??[]],r=n[(n.indexOf(e.currentTarget)+t+n.length)%n.length];r?.focus(),r?.click()}content(e,t){let n=this.hass.themes?.darkMode??!1,r=this.hass.locale.language,i=this.drawn;if(i?.report===e&&i.kind===t&&i.dark===n&&i.language===r)return i;let a=Ss(t,e,this.t);return this.drawn={report:e,kind:t,dark:n,language:r,shown:a,drawing:ks(this.hass,e,a)},this.drawn}body(e,t){let n=this.content(e,t),r=!e.bars.some(e=>e.recorded||e.expected_solar!==null);return R`<div
        class="area ${this.waiting?`waiting`:``}"
        @pointerdown=${e=>this.touched={x:e.clientX,y:e.clientY,at:e.timeStamp}}
        @pointerup=${this.swiped}
      >
        ${r?R`<div class="note"><ha-icon icon="mdi:calendar-blank-outline"></ha-icon>${this.t(`nothing_recorded`)}</div>`:z}
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
      ${this.legend(e,n.shown)} ${this.totals(e)}`}swiped(e){let t=this.touched;if(this.touched=void 0,!t||e.pointerType===`mouse`||e.timeStamp-t.at>Bs)return;let[n,r]=[e.clientX-t.x,e.clientY-t.y];Math.abs(n)>zs&&Math.abs(n)>2*Math.abs(r)&&this.go(n>0?-1:1)}when(){let{hass:e}=this,t=this.report?new Date(this.report.totals.start):new Date;return this.report?this.report.period===`day`?vt(e,t):this.report.period===`month`?yt(e,t):this.report.period===`year`?Fs(e,t).slice(0,4):`${vt(e,t).replace(/[ ,]*\d{4}\.?$/,``)} – ${vt(e,new Date(Date.parse(this.report.totals.end)-36e5))}`:``}legend(e,t){let{locale:n}=this.hass,r=e=>{let t=this.at===null?Ds(e):e.values[this.at]??null;return t===null?`–`:e.right?W(n,t,e.right,e.right===`%`?0:1):ut(n,1e3*Math.abs(t))},i=this.at===null?void 0:e.bars[this.at];return R`<div class="small quiet" role="status">${i?e.period===`day`?xt(this.hass,new Date(i.start)):e.period===`year`?yt(this.hass,new Date(i.start)):vt(this.hass,new Date(i.start)):this.t(`whole_period`)}${i?R`<span class="hidden">: ${t.map(e=>`${e.name} ${r(e)}`).join(`, `)}</span>`:z}</div>
      <ul class="legend figure">
        ${t.map(e=>R`<li style="--tone: ${At(e.color)}">
            <span class="mark ${e.draw===`bar`?``:`line`}" style="opacity: ${1-(e.fade??0)}"></span>
            <span class="name">${e.name}</span><b>${r(e)}</b>
          </li>`)}
      </ul>`}totals(e){let{hass:t}=this,{totals:n,bill:r,savings:i}=e,a=e=>e===null?null:`${ct(t.locale,e)}\u00a0%`;return R`<dl class="totals figure">
        ${[[`total_import`,ut(t.locale,n.imported)],[`total_export`,ut(t.locale,n.exported)],[`total_solar`,n.solar>0?ut(t.locale,n.solar):null],[`total_consumed`,ut(t.locale,n.consumed)],[`to_pay`,r?dt(t,r.total):n.cost||n.revenue?dt(t,n.cost-n.revenue):null],[`self_consumption`,a(n.self_consumption)],[`autarky`,a(n.autarky)],[`saved_battery`,i&&n.discharged>0?dt(t,i.by_battery):null],[`saved_control`,i?dt(t,i.by_control):null],[`co2`,n.co2>0?W(t.locale,n.co2/1e3,`kg`,1):null]].map(([e,t])=>t===null?z:R`<div><dt>${this.t(e)}</dt><dd>${t}</dd></div>`)}
      </dl>
      ${n.quarters_from_history>0?R`<div class="small quiet">${this.t(`from_history`)}</div>`:z}`}};U([H()],Hs.prototype,`period`,void 0),U([H()],Hs.prototype,`kind`,void 0),U([H()],Hs.prototype,`day`,void 0),U([H()],Hs.prototype,`report`,void 0),U([H()],Hs.prototype,`waiting`,void 0),U([H()],Hs.prototype,`failed`,void 0),U([H()],Hs.prototype,`at`,void 0);function Us(e,t){let n=Math.max(e.hold_target,e.forecast,e.demand,500)*1.15,r=Math.max(e.forecast,e.demand);return{filled:e.demand/n,forecast:e.forecast/n,target:e.hold_target/n,level:r>e.hold_target*1.005?`over`:r>e.hold_target*.85?`near`:`good`,left:Math.max(0,Date.parse(e.ends_at)/1e3-t)}}function Ws(e,t){let n=new Map(e.map(e=>[e.month,e]));return Array.from({length:13},(e,r)=>{let i=new Date(Date.UTC(t.getFullYear(),t.getMonth()-12+r,15)).toISOString().slice(0,7);return{month:i,peak:n.get(i)}})}var Gs=o`
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
`,Ks=3e5,[qs,Js,Ys]=[150,18,18],Xs=class extends We{static{this.styles=[Mt,Gs]}static getConfigForm(){return Ge([{name:`compact`,selector:{boolean:{}}}],{compact:`editor_compact`})}static getStubConfig(){return{compact:!1}}getGridOptions(){return{columns:this.config?.compact?12:`full`,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.stop=at(this.hass.connection,e.entry_id,e=>this.live=e),this.load(e),this.timer=setInterval(()=>void this.load(e),Ks)}leave(){this.stop?.(),this.stop=void 0,clearInterval(this.timer)}async load(e){try{this.peaks=await this.hass.callWS({type:`overshot/energy/peaks`,config_entry_id:e.entry_id})}catch{}}draw(){let e=this.live?.quarter;return R`<ha-card>
      <header><h2>${this.config.title||this.t(`peak`)}</h2></header>
      ${e?this.running(e):R`<div class="note">${this.t(this.live?.stale?`meter_silent`:`no_quarter`)}</div>`}
      ${this.facts(e)} ${this.config.compact?z:this.months()}
    </ha-card>`}running(e){let{locale:t}=this.hass,n=Us(e,Date.now()/1e3),r=this.t(`quarter_told`,{now:lt(t,e.demand),target:lt(t,e.hold_target),forecast:lt(t,e.forecast)}),i=n.target>.8;return R`<div class=${n.level}>
      <div class="headline figure">
        <span class="value">${lt(t,e.demand)}</span>
        <span class="quiet">${this.t(`this_quarter`)} · ${ut(t,e.used)} · ${this.t(`time_left`,{time:St(n.left)})}</span>
      </div>
      <div class="bar" role="meter" aria-label=${this.t(`this_quarter`)} aria-valuemin="0" aria-valuemax=${Math.round(e.hold_target)}
        aria-valuenow=${Math.round(e.demand)} aria-valuetext=${r} style="margin-top: 10px">
        <div class="ahead" style="width: ${100*Math.max(n.forecast,n.filled)}%"></div>
        <div class="fill" style="width: ${100*n.filled}%"></div>
        <div class="target" style="left: ${100*n.target}%"></div>
      </div>
      <div class="under figure">
        <span class=${i?`right`:``} style="left: ${i?`100%`:`${100*n.target}%`}">${this.t(`target`,{value:lt(t,e.hold_target)})}</span>
      </div>
      <div class="small quiet">${this.t(n.level===`over`?`heads_over`:`heads_for`,{value:lt(t,e.forecast)})}</div>
    </div>`}facts(e){let{hass:t,peaks:n}=this,r=e?.month_peak??rt(t,this.site?.device_id,`month_peak`),i=e?.month_peak_at?new Date(e.month_peak_at):void 0;return R`<dl class="facts figure">
      <div><dt>${this.t(`month_peak`)}</dt><dd>${lt(t.locale,r)}<small>${i?xt(t,i):z}</small></dd></div>
      ${n?.mean==null?z:R`<div><dt>${this.t(`mean_peak`)}</dt><dd>${lt(t.locale,n.mean)}<small>${this.t(`over_months`,{count:n.mean_of})}</small></dd></div>`}
      ${n?.cost_per_year==null?z:R`<div><dt>${this.t(`cost_per_year`)}</dt><dd>${dt(t,n.cost_per_year)}<small>${n.at_maximum?this.t(`at_maximum`):z}</small></dd></div>`}
    </dl>`}months(){let{hass:e,peaks:t}=this;if(!t?.months.length)return z;let n=Ws(t.months,new Date),r=Math.max(...n.map(({peak:e})=>e?.demand??0),1e3),i=e=>e/r*(qs-Js-Ys);return R`<div style="position: relative">
      <ul class="months figure">
        ${n.map(({month:t,peak:n},r)=>{let a=new Date(`${t}-15T12:00:00Z`),o=n?`${yt(e,a)}: ${lt(e.locale,n.demand)}${n.at?`, ${xt(e,new Date(n.at))}`:``}`:`${yt(e,a)}: –`;return R`<li class=${r===12?`now`:``} title=${o}>
            <span class="hidden">${o}</span>
            <span class="amount" aria-hidden="true">${n?ct(e.locale,n.demand/1e3,1):``}</span>
            <div class="column ${n?``:`none`}" style="height: ${n?i(n.demand):2}px"></div>
            <span class="label" aria-hidden="true">${yt(e,a,`short`).slice(0,3)}</span>
          </li>`})}
      </ul>
      ${t.mean==null?z:R`<div class="mean" style="bottom: ${Js+i(t.mean)}px"></div>`}
    </div>`}};U([H()],Xs.prototype,`live`,void 0),U([H()],Xs.prototype,`peaks`,void 0);async function Zs(e,t,n){try{return(await e.callWS({type:`call_service`,domain:`overshot`,service:t,service_data:{config_entry_id:n},return_response:!0})).response}catch{return}}async function Qs(e,t){let[n,r,i,a]=await Promise.all([Zs(e,`get_plan`,t),Zs(e,`get_forecast`,t),Zs(e,`get_prices`,t),e.callWS({type:`overshot/plan/past`,config_entry_id:t}).then(e=>e.quarters).catch(()=>[])]);return{plan:n,forecast:r,prices:i,past:a}}var $s=60;function ec(e,t,n=0){let r=Math.floor(t/3600)*3600,i=r-hs(e,new Date(r*1e3))*3600;for(;hs(e,new Date(i*1e3))!==0;)i+=3600;for(let t=0;t<n;t++)for(i+=82800;hs(e,new Date(i*1e3))!==0;)i+=3600;return i}function tc(e){return Date.parse(e)/1e3}function nc(e){let t=(e??[]).map(e=>({start:tc(e.start),end:tc(e.end),price:e.price})),n=0;return e=>{for(;n<t.length&&(t[n]?.end??0)<=e;)n++;let r=t[n];return r&&r.start<=e?r.price:null}}function rc(e,t,n){return e.batteries.reduce((e,{energy:r})=>{let i=r[t]??0;return e+i+(1-n)*((r[t-1]??i)-i)},0)}function ic(e){return{mean:e,low:e,high:e}}function ac(e,t,n){let{plan:r}=e,i=new Map(e.past.map(e=>[tc(e.start),e])),a=new Map((e.forecast?.quarters??[]).map(e=>[Math.floor(tc(e.start)/900)*900,e])),o=nc(e.prices?.import),s=nc(e.prices?.feed_in),c=(r?.steps??[]).map(e=>({...e,from:tc(e.start),to:tc(e.end)})),l=(r?.batteries??[]).reduce((e,t)=>e+t.capacity,0),u=[],d=0;for(let e=t;e<n;e+=900){let t=e+450;for(;d<c.length&&(c[d]?.to??0)<=t;)d++;let n=c[d],f=n&&n.from<=t?n:void 0,p=i.get(e),m=a.get(e),h=e+900,g=f&&l>0&&r?rc(r,d,Math.min(1,(h-f.from)/(f.to-f.from))):void 0;u.push({at:e,importPrice:o(t)??f?.import_price??null,exportPrice:s(t)??f?.export_price??null,load:m?.load??(f?ic(f.load):p?.planned?.load==null?null:ic(p.planned.load)),solar:m?.solar??(f?ic(f.solar):p?.planned?ic(p.planned.solar):null),devices:f?.devices??p?.planned?.devices??{},grid:f?.grid??p?.planned?.grid??null,measured:p?.measured??null,soc:g===void 0?null:100*g/l,socMeasured:p?.soc??null})}return u}function oc(e,t){let n=new Set((e.plan?.batteries??[]).map(e=>e.name)),r=new Map((e.plan?.loads??[]).map(e=>[e.name,e.kind]));return[...new Set(t.flatMap(e=>Object.keys(e.devices)))].flatMap(e=>{let i=[];for(let a of t){let t=a.devices[e]??0;if(Math.abs(t)<$s)continue;let o=n.has(e)?t>0?`discharge`:`charge`:sc(r.get(e)),s=i.at(-1),c=Math.abs(t)*900/3600;s&&s.end===a.at&&s.kind===o?(s.end=a.at+900,s.energy+=c):i.push({name:e,kind:o,start:a.at,end:a.at+900,energy:c})}return i})}function sc(e){return e===`car`||e===`heat_pump`?e:`load`}function cc(e){let t=e.map(e=>e.importPrice).filter(e=>e!==null).sort((e,t)=>e-t),n=t[Math.floor(t.length/3)]??1/0,r=t[Math.floor(2*t.length/3)]??1/0;return r-n<.01?{cheap:-1/0,dear:1/0}:{cheap:n,dear:r}}var lc=[8,14,0,0],uc=e=>e==null?null:e/1e3;function dc(e,t,n,r){let i=cs(t);return{padding:lc,series:[{}],scales:{x:{time:!0,range:(e,t,n)=>[t,n+900]}},axes:[fs(e,i,r),ds(e,i,n)],tzDate:e=>new Date(e*1e3),hooks:{draw:[e=>fc(e,i.text)]}}}function fc(e,t){let n=Date.now()/1e3,[r,i]=[e.scales.x?.min??0,e.scales.x?.max??0];if(n<r||n>i)return;let a=Math.round(e.valToPos(n,`x`,!0)),{ctx:o}=e;o.save(),o.strokeStyle=t,o.lineWidth=devicePixelRatio,o.setLineDash([3*devicePixelRatio,3*devicePixelRatio]),o.beginPath(),o.moveTo(a,e.bbox.top),o.lineTo(a,e.bbox.top+e.bbox.height),o.stroke(),o.restore()}function pc(e,t,n,r){let i=os.paths.spline?.(),a=[t.map(e=>uc(e.solar?.high)),t.map(e=>uc(e.solar?.low)),t.map(e=>uc(e.solar?.mean)),t.map(e=>uc(e.load?.high)),t.map(e=>uc(e.load?.low)),t.map(e=>uc(e.load?.mean)),t.map(e=>uc(e.measured?.solar)),t.map(e=>uc(e.measured?.load))];return{name:`power`,height:n,data:[t.map(e=>e.at),...a],options:t=>{let[n,a]=[jt(t,`solar`),jt(t,`house`)],o=()=>({stroke:`transparent`,width:0,paths:i,points:{show:!1}}),s=(e,t={})=>({stroke:e,width:1.5,paths:i,points:{show:!1},...t});return{...dc(e,t,0,r),scales:{...dc(e,t,0,r).scales,y:{range:(e,t,n)=>[0,Math.max(1,n*1.08)]}},series:[{},o(),o(),s(n,{fill:_s(n,.12)}),o(),o(),s(a,{dash:[5,4]}),s(n,{width:2.5}),s(a,{width:2.5})],bands:[{series:[1,2],fill:_s(n,.16)},{series:[4,5],fill:_s(a,.14)}]}}}}function mc(e,t,n,r){let{cheap:i,dear:a}=cc(t),o=e=>t.map(t=>t.importPrice!==null&&e(t.importPrice)?t.importPrice:null),s=[o(e=>e<=i),o(e=>e>i&&e<a),o(e=>e>=a),t.map(e=>e.exportPrice)],c=t.flatMap(e=>[e.importPrice,e.exportPrice]).filter(e=>e!==null),[l,u]=[Math.min(0,...c),Math.max(.05,...c)];return{name:`price`,height:n,data:[t.map(e=>e.at),...s],options:t=>{let n=os.paths.bars?.({size:[.92,40],align:1}),i=e=>({fill:e,stroke:e,width:0,paths:n,points:{show:!1}});return{...dc(e,t,2,r),scales:{...dc(e,t,2,r).scales,y:{range:[l*1.1,u*1.1]}},series:[{},i(_s(jt(t,`export`),.75)),i(_s(jt(t,`price`),.55)),i(_s(jt(t,`import`),.8)),{stroke:jt(t,`export`),width:1.5,paths:os.paths.stepped?.({align:1}),points:{show:!1}}]}}}}function hc(e,t,n,r){return{name:`soc`,height:n,data:[t.map(e=>e.at),t.map(e=>e.soc),t.map(e=>e.socMeasured)],options:t=>{let n=jt(t,`battery`);return{...dc(e,t,0,r),axes:[fs(e,cs(t),r),ds(e,cs(t),0,{splits:()=>[0,50,100]})],scales:{...dc(e,t,0,r).scales,y:{range:[0,104]}},series:[{},{stroke:n,width:1.5,dash:[5,4],fill:_s(n,.12),points:{show:!1}},{stroke:n,width:2.5,points:{show:!1}}]}}}}var gc=o`
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
    opacity: 0.85;
    color: #fff;
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
      color-mix(in srgb, var(--tone) 72%, #000) 5px 10px
    );
  }
  .line-now {
    position: absolute;
    top: 0;
    bottom: 0;
    width: 0;
    border-left: 1px dashed var(--quiet);
  }
`,_c={car:`car`,heat_pump:`heat_pump`,load:`load`,charge:`battery`,discharge:`battery`},vc=6e4,yc=640,bc=class extends We{constructor(...e){super(...e),this.at=null,this.serials=new WeakMap,this.count=0}static{this.styles=[Mt,gc]}static getConfigForm(){return Ge([{name:`compact`,selector:{boolean:{}}}],{compact:`editor_compact`})}static getStubConfig(){return{compact:!1}}getGridOptions(){return{columns:this.config?.compact?12:`full`,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.load(e),this.timer=setInterval(()=>{document.hidden||this.load(e)},vc)}leave(){clearInterval(this.timer)}watched(){return[$e(this.hass,this.site?.device_id,`plan_status`)]}willUpdate(e){super.willUpdate(e);let t=this.site&&et(this.hass,this.site.device_id,`plan_status`)?.attributes.made_at;this.site&&t!==this.madeAt&&(this.madeAt!==void 0&&this.load(this.site),this.madeAt=t)}async load(e){this.told=await Qs(this.hass,e.entry_id)}draw(){let{told:e}=this,t=this.config.title||this.t(`plan`);if(!e)return R`<ha-card aria-busy="true"><header><h2>${t}</h2></header></ha-card>`;let n=this.config.compact?`ahead`:this.range??(this.clientWidth>=yc?`both`:`ahead`),{rows:r,blocks:i,panels:a}=this.content(e,n),o=this.at===null?void 0:r[this.at];return R`<ha-card>
      <header><h2>${t}</h2>${this.config.compact?z:this.ranges(n)}</header>
      ${e.plan?z:R`<div class="note"><ha-icon icon="mdi:information-outline"></ha-icon>${this.t(`no_plan`)}</div>`}
      <div class="values figure" role=${o?`status`:z}>${o?this.values(o):this.summary(e)}</div>
      ${a.map(e=>this.panel(e,n))}
      ${i.length&&!this.config.compact?this.gantt(i,r):z}
    </ha-card>`}content(e,t){let n=Date.now()/1e3,r=Math.floor(n/900)*900,i=[t,this.hass.themes?.darkMode?`dark`:`light`,r,this.hass.locale.language,this.serial(e)].join();if(this.shown?.key===i)return this.shown;let[a,o,s]=[0,1,2].map(e=>ec(this.hass,n,e)),[c,l]={today:[a,o],tomorrow:[o,s],both:[a,s],ahead:[r-7200,r+79200]}[t],u=ac(e,c,l),d=this.config.compact??!1,f=!d&&u.some(e=>e.soc!==null||e.socMeasured!==null),p=u.some(e=>e.importPrice!==null),m=[pc(this.hass,u,d?130:190,!p&&!f)];return p&&m.push(mc(this.hass,u,d?110:130,!f)),f&&m.push(hc(this.hass,u,110,!0)),this.shown={key:i,rows:u,blocks:oc(e,u),panels:m},this.shown}serial(e){let t=this.serials.get(e);return t===void 0&&this.serials.set(e,t=++this.count),t}ranges(e){return R`<div class="ranges" role="group" aria-label=${this.t(`range`)}>
      ${[`ahead`,`today`,`tomorrow`,`both`].map(t=>R`<button
          aria-pressed=${t===e}
          @click=${()=>{this.range=t,this.at=null}}
        >${this.t(`range_${t}`)}</button>`)}
    </div>`}panel(e,t){let n={power:`panel_power`,price:`panel_price`,soc:`panel_soc`},r={power:`kW`,price:`${this.hass.config.currency}/kWh`,soc:`%`}[e.name];return R`<div class="panel">
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
    </div>`}summary(e){let{plan:t,prices:n}=e,{hass:r}=this,i=et(r,this.site?.device_id,`plan_status`),a=n?.known_until?new Date(n.known_until):void 0;return R`${this.legend()}
    ${t&&!this.config.compact?R`<span class="quiet">${[i?r.formatEntityState(i):t.status,this.t(`made_at`,{time:gt(r,new Date(t.made_at))}),t.cost===void 0?``:this.t(`plan_cost`,{cost:dt(r,t.cost),until:xt(r,new Date(t.until))}),a?this.t(`prices_until`,{time:xt(r,a)}):``].filter(Boolean).join(` · `)}</span>`:z}`}legend(){return R`${[[`solar`,`solar`,``],[`house`,`house_load`,`line`]].map(([e,t,n])=>R`<span><span class="mark ${n}" style="--tone: ${At(e)}"></span>${this.t(t)}</span>`)}<span class="quiet">${this.t(`legend_lines`)}</span>`}values(e){let{hass:t}=this,{locale:n}=t,r=(e,t)=>t==null?lt(n,e):`${lt(n,t)} (${this.t(`planned_value`,{value:lt(n,e)})})`,i=e=>e===null?`–`:dt(t,e,3);return[[void 0,``,xt(t,new Date(e.at*1e3))],[`price`,this.t(`import_price`),i(e.importPrice)],[`export`,this.t(`export_price`),i(e.exportPrice)],[`solar`,this.t(`solar`),r(e.solar?.mean,e.measured?.solar)],[`house`,this.t(`house`),r(e.load?.mean,e.measured?.load)],...e.soc!==null||e.socMeasured!==null?[[`battery`,this.t(`battery`),W(n,e.socMeasured??e.soc,`%`)]]:[],...Object.entries(e.devices).filter(([t,n])=>Math.abs(n)>=60||Math.abs(e.measured?.devices[t]??0)>=60).map(([t,n])=>[`car`,t,r(n,e.measured?.devices[t])]),...e.grid===null?[]:[[`import`,this.t(`grid`),r(e.grid,e.measured?.grid)]]].map(([e,t,n])=>R`<span>
        ${e?R`<span class="mark" style="--tone: ${At(e)}"></span>`:z}${t} <b>${n}</b>
      </span>`)}gantt(e,t){let n=t[0]?.at??0,r=(t.at(-1)?.at??0)+900,i=r-n,a=e=>`${100*(e-n)/i}%`,o=Date.now()/1e3,s=[...new Set(e.map(e=>e.name))],{hass:c}=this;return R`<div class="blocks" role="list" aria-label=${this.t(`planned_blocks`)}>
      ${s.map(t=>R`<span class="row-name">${t}</span>
          <div class="row">
            ${e.filter(e=>e.name===t).map(e=>{let r=`${this.t(`block_${e.kind}`)} ${gt(c,new Date(e.start*1e3))}–${gt(c,new Date(e.end*1e3))}, ${ut(c.locale,e.energy)}`;return R`<span
                  class="block ${e.kind===`discharge`?`give`:``}"
                  role="listitem"
                  title=${r}
                  aria-label="${t}: ${r}"
                  style="--tone: ${At(_c[e.kind])}; left: ${a(e.start)}; width: ${a(n+e.end-e.start)}"
                >${(e.end-e.start)/i>.07?ut(c.locale,e.energy):``}</span>`})}
            ${o>n&&o<r?R`<span class="line-now" style="left: ${a(o)}"></span>`:z}
          </div>`)}
    </div>`}};U([H()],bc.prototype,`told`,void 0),U([H()],bc.prototype,`range`,void 0),U([H()],bc.prototype,`at`,void 0);var xc=[`running`,`finished`,`interrupted`,`imported`],Sc=[`this_month`,`last_month`,`this_year`,`last_year`,`all`];function Cc(e){return Object.fromEntries(Object.entries(e).filter(([,e])=>e))}function wc(e,t,n,r,i){return e.callWS({type:`overshot/sessions/list`,config_entry_id:t,...Cc(n),sort:r,descending:i,limit:500})}async function Tc(e,t,n,r,i){let{url:a}=await e.callWS({type:`overshot/sessions/export`,config_entry_id:t,...Cc(n),by:r,format:i,language:e.locale.language.split(`-`)[0]});return e.hassUrl(a)}function Ec(e,t,n=!1){if(t.length===7){let r=new Date(`${t}-15T12:00:00Z`);return n?yt(e,r):yt(e,r,`short`).slice(0,3)}return n?vt(e,new Date(`${t}T12:00:00Z`)):String(Number(t.slice(8)))}function Dc(e,t){let n=t.map(({sum:e})=>e.sun+e.battery+e.grid);return{data:[t.map((e,t)=>t),n,t.map(({sum:e})=>e.sun+e.battery),t.map(({sum:e})=>e.sun)],options:n=>{let r=cs(n),i=Math.ceil(t.length/Math.max(4,Math.floor(n.clientWidth/34))),a=e=>({fill:_s(e,.9),stroke:e,width:0,paths:os.paths.bars?.({size:[.7,40],radius:.12}),points:{show:!1}});return{padding:[8,8,0,0],scales:{x:{time:!1,range:[-.5,Math.max(t.length-.5,6.5)]},y:{range:(e,t,n)=>[0,Math.max(1,n*1.1)]}},axes:[{stroke:r.text,font:`11px Roboto, system-ui, sans-serif`,size:24,gap:4,ticks:{show:!1},grid:{show:!1},splits:()=>t.map((e,t)=>t).filter(e=>e%i===0),values:(n,r)=>r.map(n=>Ec(e,t[n]?.key??``))},ds(e,r,0)],series:[{},a(jt(n,`import`)),a(jt(n,`battery`)),a(jt(n,`solar`))]}}}}function Oc(e,t){let n=(e.solar??0)+(e.battery_solar??0),r=(e.battery_grid??0)+(e.battery_unknown??0);return{sun:n,battery:r,grid:Math.max(0,t-n-r)}}var kc=45;function Ac(e,t){if(!t.length)return[];let n=t.map(t=>Fs(e,new Date(t.started))),[r,i]=[n.reduce((e,t)=>e<t?e:t),n.reduce((e,t)=>e>t?e:t)],a=(Date.parse(i)-Date.parse(r))/864e5>kc,o=a?7:10,s=new Map;for(let e=new Date(`${r.slice(0,o)}${a?`-01`:``}T12:00:00Z`);;){let t=e.toISOString().slice(0,o);if(t>i.slice(0,o))break;s.set(t,{key:t,sum:{sun:0,battery:0,grid:0},count:0}),a?e.setUTCMonth(e.getUTCMonth()+1):e.setUTCDate(e.getUTCDate()+1)}return t.forEach((e,t)=>{let r=s.get((n[t]??``).slice(0,o));if(!r)return;let i=Oc(e.sources,e.energy);r.count+=1,r.sum.sun+=i.sun,r.sum.battery+=i.battery,r.sum.grid+=i.grid}),[...s.values()]}function jc(e,t){let n=new Map;for(let r of e){let[e,i]=t===`person`?[r.person_id,r.person]:[r.vehicle_id,r.vehicle];e&&i&&n.set(e,i)}return[...n].sort(([,e],[,t])=>e.localeCompare(t))}var Mc=o`
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
`,Nc=6e4,Pc=10,Fc=[[`sun`,`solar`,`part_solar`],[`battery`,`battery`,`part_battery`],[`grid`,`import`,`part_grid`]],Ic=[[`address`,`csv`,`file_address`],[`location`,`csv`,`file_location`],[`owner`,`csv`,`file_owner`],[`owner`,`monthly_csv`,`file_monthly`],[`owner`,`html`,`file_report`]],Lc=class extends We{constructor(...e){super(...e),this.sort=`started`,this.descending=!0,this.failed=!1,this.pages=1,this.at=null,this.file=0,this.fileFailed=!1,this.names={person:[],vehicle:[]},this.asked=0}static{this.styles=[Mt,Mc]}static getConfigForm(){return Ge([{name:`period`,selector:{select:{options:[...Sc],mode:`dropdown`}}}],{period:`editor_period`})}static getStubConfig(){return{}}getGridOptions(){return{columns:`full`,min_columns:6,rows:`auto`}}enter(e){this.leave(),this.load(e),this.timer=setInterval(()=>{document.hidden||this.load(e)},Nc)}leave(){clearInterval(this.timer)}get wanted(){return this.filter??{period:this.config.period??`this_month`}}async load(e){let t=++this.asked,n=this.wanted;try{let r=await wc(this.hass,e.entry_id,n,this.sort,this.descending);if(t!==this.asked)return;this.answer=r,this.failed=!1;for(let e of[`person`,`vehicle`])!n.person&&!n.vehicle&&(this.names[e]=jc(r.sessions,e))}catch{t===this.asked&&(this.failed=!0)}}choose(e){this.filter={...this.wanted,...e},this.pages=1,this.at=null,this.unfolded=void 0,this.site&&this.load(this.site)}sortBy(e){this.descending=this.sort!==e||!this.descending,this.sort=e,this.site&&this.load(this.site)}draw(e){let{answer:t}=this;return R`<ha-card>
      <header><h2>${this.config.title||this.t(`sessions`)}</h2></header>
      ${this.filters(e)}
      ${this.failed?R`<div class="note"><ha-icon icon="mdi:database-alert-outline"></ha-icon>${this.t(`no_records`)}</div>`:z}
      ${t?R`${this.totals(t)} ${t.sessions.length?R`${this.chart(t)} ${this.table(t)}`:R`<div class="note"><ha-icon icon="mdi:ev-plug-type2"></ha-icon>${this.t(`no_sessions`)}</div>`}`:z}
      ${t?this.bottom(e,t):z}
    </ha-card>`}filters(e){let{wanted:t}=this,n=Fe(e,`charge_point`),r=(e,n,r,i)=>R`<select
      aria-label=${this.t(e)}
      @change=${e=>this.choose({[n]:e.target.value||void 0})}
    >
      ${i?R`<option value="" ?selected=${!t[n]}>${this.t(i)}</option>`:z}
      ${r.map(([e,r])=>R`<option value=${e} ?selected=${t[n]===e}>${r}</option>`)}
    </select>`;return R`<div class="filters" role="group" aria-label=${this.t(`filter`)}>
      ${r(`period`,`period`,Sc.map(e=>[e,this.t(`sessions_${e}`)]))}
      ${n.length>1?r(`filter_point`,`charge_point`,n.map(e=>[e.id,e.name]),`every_point`):z}
      ${this.names.person.length?r(`filter_person`,`person`,[...this.names.person,[`unknown`,this.t(`nobody_known`)]],`everybody`):z}
      ${this.names.vehicle.length?r(`filter_vehicle`,`vehicle`,this.names.vehicle,`every_vehicle`):z}
      ${r(`filter_status`,`status`,xc.map(e=>[e,this.t(`session_${e}`)]),`every_status`)}
    </div>`}totals({totals:e}){let{hass:t}=this,{locale:n}=t;return R`<dl class="totals figure" role="status">
      ${[[`sessions_count`,ct(n,e.count)],[`energy`,W(n,e.energy,`kWh`,+(e.energy<100))],[`from_sun`,e.solar_share===null?null:W(n,e.solar_share,`%`)],[`cost`,e.cost===null||e.count===e.sessions_without_cost?null:dt(t,e.cost)],[`duration`,`${Ct(e.duration*3600)} h`],[`reimbursement`,e.reimbursement?dt(t,e.reimbursement):null],[`distance`,e.distance>0?W(n,e.distance,`km`):null]].map(([e,t])=>t===null?z:R`<div><dt>${this.t(e)}</dt><dd>${t}</dd></div>`)}
    </dl>`}chart(e){let t=this.hass.themes?.darkMode??!1;if(this.drawn?.answer!==e||this.drawn.dark!==t){let n=Ac(this.hass,e.sessions);this.drawn={answer:e,dark:t,list:n,chart:Dc(this.hass,n)}}let{chart:n,list:r}=this.drawn,i=this.at===null?void 0:r[this.at],a=i?.sum??Oc(e.totals.sources,e.totals.energy);return R`<div class="legend figure" role=${i?`status`:z}>
        ${i?R`<b>${Ec(this.hass,i.key,!0)}</b>`:z}
        ${Fc.map(([e,t,n])=>R`<span><span class="mark" style="--tone: ${At(t)}"></span>${this.t(n)} ${W(this.hass.locale,a[e],`kWh`,1)}</span>`)}
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
      ${e.totals.count>500?R`<div class="small quiet">${this.t(`sessions_most`,{count:500})}</div>`:z}`}table(e){let t=(e,t,n=`number`)=>R`<th class=${n} scope="col" aria-sort=${this.sort===e?this.descending?`descending`:`ascending`:`none`}><button aria-pressed=${this.sort===e} @click=${()=>this.sortBy(e)}>${this.t(t)}${this.sort===e?this.descending?` ↓`:` ↑`:``}</button></th>`,n=e.sessions.slice(0,Pc*this.pages);return R`<div class="scroll">
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
      ${n.length<e.sessions.length?R`<button class="button" @click=${()=>this.pages++}>${this.t(`show_more`,{count:e.sessions.length-n.length})}</button>`:z}`}row(e){let{hass:t}=this,{locale:n}=t,r=this.unfolded===e.id;return R`<tr>
        <td>
          <button class="unfold" aria-expanded=${r} @click=${()=>this.unfolded=r?void 0:e.id}>
            ${xt(t,new Date(e.started))}
          </button>
          ${e.status===`finished`?z:R`<span class="chip" style=${e.status===`running`?`--tone: var(--success-color, #43a047)`:``}><span class="dot"></span>${this.t(`session_${e.status}`)}</span>`}
        </td>
        <td class="wide">${e.charge_point_name}</td>
        <td class="wide">${[e.person??e.card,e.vehicle].filter(Boolean).join(` · `)||`–`}</td>
        <td class="number wide">${Ct(e.duration*3600)} h</td>
        <td class="number">${W(n,e.energy,`kWh`,1)}</td>
        <td class="number wide">${this.share(e)}${e.solar_share===null?`–`:W(n,e.solar_share,`%`)}</td>
        <td class="number">${dt(t,e.cost)}</td>
      </tr>
      ${r?R`<tr class="open"><td colspan="7">${this.details(e)}</td></tr>`:z}`}share(e){let t=Oc(e.sources,e.energy);return R`<span class="share" aria-hidden="true">
      ${Fc.map(([n,r])=>R`<i style="--tone: ${At(r)}; width: ${e.energy>0?100*t[n]/e.energy:0}%"></i>`)}
    </span>`}details(e){let{hass:t}=this,{locale:n}=t,r=Oc(e.sources,e.energy),i=e.ended?new Date(e.ended):void 0,a=(e,t)=>t?this.t(`about`,{value:e}):e;return R`<dl class="details">
      ${[[`session_start`,a(xt(t,new Date(e.started)),e.start_estimated)],[`session_end`,i?a(gt(t,i),e.end_estimated):this.t(`session_running`)],[`charging_time`,`${Ct(e.charging_time*3600)} h`],[`filter_point`,e.charge_point_name||null],[`who`,e.person??e.card],[`filter_vehicle`,e.vehicle],...Fc.map(([e,,t])=>[t,r[e]>.005?W(n,r[e],`kWh`,2):null]),[`estimated`,e.estimated>.005?W(n,e.estimated,`kWh`,2):null],[`price`,e.price===null?null:`${dt(t,e.price,3)}/kWh`],[`reimbursement`,e.reimbursement===null?null:dt(t,e.reimbursement)],[`average_power`,e.average_power===null?null:W(n,e.average_power,`kW`,1)],[`max_power`,e.max_power===null?null:W(n,e.max_power,`kW`,1)],[`distance`,e.distance===null?null:W(n,e.distance,`km`)],[`co2`,e.co2===null?null:W(n,e.co2,`kg`,2)]].map(([e,t])=>t===null?z:R`<div><dt>${this.t(e)}</dt><dd>${t}</dd></div>`)}
    </dl>`}bottom(e,t){return!this.hass.user?.is_admin||!t.totals.count?z:R`<div class="bottom">
      <select class="push" aria-label=${this.t(`file_kind`)} @change=${e=>this.file=e.target.selectedIndex}>
        ${Ic.map(([,,e],t)=>R`<option ?selected=${t===this.file}>${this.t(e)}</option>`)}
      </select>
      <button class="button" @click=${()=>this.take(e)}><ha-icon icon="mdi:download"></ha-icon>${this.t(`download`)}</button>
      ${this.fileFailed?R`<span class="small" role="alert">${this.t(`download_failed`)}</span>`:z}
    </div>`}async take(e){let[t,n]=Ic[this.file]??[`address`,`csv`];try{let r=await Tc(this.hass,e.entry_id,this.wanted,t,n),i=document.createElement(`a`);i.href=r,n===`html`?i.target=`_blank`:i.download=``,i.rel=`noopener`,i.click(),this.fileFailed=!1}catch{this.fileFailed=!0}}};U([H()],Lc.prototype,`filter`,void 0),U([H()],Lc.prototype,`sort`,void 0),U([H()],Lc.prototype,`descending`,void 0),U([H()],Lc.prototype,`answer`,void 0),U([H()],Lc.prototype,`failed`,void 0),U([H()],Lc.prototype,`pages`,void 0),U([H()],Lc.prototype,`unfolded`,void 0),U([H()],Lc.prototype,`at`,void 0),U([H()],Lc.prototype,`file`,void 0),U([H()],Lc.prototype,`fileFailed`,void 0);var Rc=class extends we{static{this.styles=o`
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
  `}setConfig(e){this.config=e}render(){let{name:e=``,path:t=``,here:n=!1}=this.config??{};return R`<a href=${t} aria-current=${n?`page`:z} @click=${this.go}>${e}</a>`}go(e){e.preventDefault();let t=location.pathname.split(`/`).slice(0,2).join(`/`);history.pushState(null,``,`${t}/${this.config?.path}`),qe(this,`location-changed`,{replace:!1})}};U([H()],Rc.prototype,`config`,void 0);var zc={grid_options:{columns:12}};function Bc(e,t,n,r=1){let i=n.filter(e=>e!==void 0);return i.length?[{type:`grid`,cards:[...e?[{type:`heading`,heading:e,icon:t}]:[],...i],...r>1?{column_span:r}:{}}]:[]}function Vc(e,t,n={}){return{type:`custom:overshot-${t}-card`,site:e.site.entry_id,...n}}function Hc(e,t,n,r={},i){let a=$e(e.hass,t,n,i);return a?{type:`tile`,entity:a,name:{type:`entity`},...r}:void 0}function Uc(e,t,n,r={}){return Hc(e,t,n,{features:[{type:`select-options`}],...zc,...r},`select`)}function Wc(e,t,n,r={}){return Hc(e,t,n,{features:[{type:`numeric-input`,style:`buttons`}],...r},`number`)}function Gc(e,t,n,r={}){return Hc(e,t,n,{tap_action:{action:`toggle`},...r},`switch`)}function Kc(e){let{site:t,t:n}=e,r=Fe(t,`charge_point`);if(r.length||Fe(t,`controller`).length)return{title:n(`view_charging`),path:`charging`,icon:`mdi:ev-station`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...r.flatMap(t=>Bc(void 0,``,[Vc(e,`charge-point`,{device:t.device_id})])),...Bc(n(`sessions`),`mdi:format-list-bulleted`,[Vc(e,`sessions`,{grid_options:{columns:`full`}})],3),...r.flatMap(t=>{let i=t.device_id;return Bc(r.length>1?t.name:n(`settings`),`mdi:tune-variant`,[Hc(e,i,`max_current`,{features:[{type:`numeric-input`,style:`slider`}],grid_options:{columns:12}},`number`),Uc(e,i,`phase_management`),Uc(e,i,`access`),Wc(e,i,`hold_time`),Wc(e,i,`priority`),Gc(e,i,`blocked`),Gc(e,i,`control`)])}),...Bc(n(`all_charging`),`mdi:car-multiple`,[Uc(e,t.device_id,`surplus_priority`),Uc(e,t.device_id,`tie_break`),Wc(e,t.device_id,`charging_limit`),Gc(e,t.device_id,`lock_battery`)])]}}var qc=[[`grid_power`,`sensor`],[`solar_power`,`sensor`],[`battery_power`,`sensor`],[`state_of_charge`,`sensor`],[`charging_power`,`sensor`],[`sg_ready`,`sensor`],[`power`,`sensor`]];function Jc(e){return{title:e.t(`view_devices`),path:`devices`,icon:`mdi:devices`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...Bc(void 0,``,[Vc(e,`devices`,{grid_options:{columns:`full`}})],3),...e.site.devices.flatMap(t=>Yc(e,t))]}}function Yc(e,t){let n=t.device_id;return Bc(Ie(e.hass,t),`mdi:chip`,[Hc(e,n,`connection_status`),Gc(e,n,`control`),Hc(e,n,`reason`,{grid_options:{columns:12}},`sensor`),...qc.map(([t,r])=>Hc(e,n,t,{},r))])}function Xc(e){let{t}=e;return{title:t(`view_history`),path:`history`,icon:`mdi:chart-bar`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:Bc(void 0,``,[Vc(e,`history`,{grid_options:{columns:`full`}})],3)}}function Zc(e){let{site:t,t:n}=e,r=Fe(t,`charge_point`);return{title:n(`view_now`),path:`now`,icon:`mdi:home-lightning-bolt-outline`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...Bc(void 0,``,[Vc(e,`flow`,{grid_options:{columns:12}}),Hc(e,t.device_id,`import_price`,{color:`orange`,name:n(`import_price`)}),Hc(e,t.device_id,`feed_in_price`,{color:`green`,name:n(`export_price`)}),Hc(e,t.device_id,`expected_solar_remaining`,{color:`amber`,name:n(`sun_left`)}),Hc(e,t.device_id,`plan_status`,{color:`teal`,name:n(`view_plan`)})]),...Bc(void 0,``,r.slice(0,3).map(t=>Vc(e,`charge-point`,{device:t.device_id}))),...Bc(void 0,``,[Vc(e,`peak`,{compact:!0}),Vc(e,`plan`,{compact:!0})])]}}function Qc(e){let{site:t,t:n}=e,r=t.device_id;return{title:n(`view_peaks`),path:`peaks`,icon:`mdi:summit`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...Bc(void 0,``,[Vc(e,`peak`,{grid_options:{columns:`full`}}),{type:`heading`,heading:n(`phases`),icon:`mdi:sine-wave`},...[1,2,3].map(t=>Hc(e,r,`headroom_l${t}`,{grid_options:{columns:4},name:`L${t}`})),Hc(e,r,`unbalance`,{grid_options:{columns:6}}),Hc(e,r,`expected_peak`,{grid_options:{columns:6}})],2),...Bc(n(`settings`),`mdi:tune-variant`,[Gc(e,r,`peak_control`,zc),Gc(e,r,`capacity_tariff`,zc),Wc(e,r,`wished_peak`,zc),Wc(e,r,`peak_buffer`,zc),Gc(e,r,`boost_obeys_peak`,zc),Hc(e,r,`peak_order`,{features:[{type:`select-options`}],...zc},`select`),Uc(e,r,`peak_limit`)])]}}function $c(e){let{site:t,t:n}=e,r=t.device_id,i=Hc(e,r,`planned_charging`,{},`calendar`);return{title:n(`view_plan`),path:`plan`,icon:`mdi:clipboard-text-clock-outline`,type:`sections`,show_icon_and_title:!0,max_columns:3,sections:[...Bc(void 0,``,[Vc(e,`plan`,{grid_options:{columns:`full`}})],3),...Bc(n(`prices`),`mdi:currency-eur`,[Hc(e,r,`import_price`,{color:`orange`,name:n(`import_price`)}),Hc(e,r,`feed_in_price`,{color:`green`,name:n(`export_price`)}),Hc(e,r,`next_cheap_quarter`,{color:`green`,...zc}),Hc(e,r,`next_expensive_quarter`,{color:`red`,...zc}),Hc(e,r,`best_hour`,{color:`teal`,...zc}),Hc(e,r,`expected_cost_today`),Hc(e,r,`expected_cost_tomorrow`)]),...Bc(n(`batteries`),`mdi:home-battery`,[Uc(e,r,`battery_strategy`),...Fe(t,`battery`).map(t=>Hc(e,t.device_id,`plan_reason`,{color:`cyan`,name:t.name,...zc})),Wc(e,r,`min_soc`),Wc(e,r,`peak_buffer`)]),...Bc(n(`calendar`),`mdi:calendar-clock`,[i&&{type:`calendar`,entities:[i.entity],initial_view:`listWeek`,grid_options:{columns:12,rows:6}}])]}}var el=[`now`,`charging`,`plan`,`history`,`peaks`,`devices`],tl=class extends we{setConfig(e){this.config=e}render(){if(!this.hass||!this.config)return z;let e=Ve(this.hass),t=[{name:`site`,selector:{config_entry:{integration:`overshot`}}},{name:`hide`,selector:{select:{multiple:!0,options:el.map(t=>({value:t,label:e(`view_${t}`)}))}}}];return R`<ha-form
      .hass=${this.hass}
      .data=${this.config}
      .schema=${t}
      .computeLabel=${t=>e(t.name===`site`?`editor_site`:`editor_hide`)}
      @value-changed=${this.changed}
    ></ha-form>`}changed(e){e.stopPropagation(),qe(this,`config-changed`,{config:e.detail.value})}};U([Oe({attribute:!1})],tl.prototype,`hass`,void 0),U([H()],tl.prototype,`config`,void 0);var nl={now:Zc,charging:Kc,plan:$c,history:Xc,peaks:Qc,devices:Jc},rl=class extends HTMLElement{static async generate(e,t){let n=await Ne(t,!0).catch(()=>[]),r=Pe(n,e.site);if(!r)return{title:`Overshot`,views:[sl(t)]};let i=e.site?[r]:n;return{title:`Overshot`,views:i.flatMap((n,r)=>al(t,n,i,r,e.hide??[]))}}static getConfigElement(){return document.createElement(`overshot-dashboard-editor`)}static getCreateSuggestions(){return{title:`Overshot`,icon:`mdi:water-outline`}}};function il(e,t){return t===0?e:`${e}-${t+1}`}function al(e,t,n,r,i){let a={hass:e,site:t,t:Ve(e)};return Object.entries(nl).flatMap(([e,o])=>{let s=i.includes(e)?void 0:o(a);if(!s)return[];let c=n.length>1?n.map((n,r)=>ol(n,il(e,r),n===t)):void 0;return[{...s,path:il(e,r),...r>0?{subview:!0}:{},...c?{badges:c}:{}}]})}function ol(e,t,n){return{type:`custom:overshot-site-badge`,name:e.title,path:t,here:n}}function sl(e){let t=Ve(e);return{title:t(`view_now`),path:`now`,icon:`mdi:home-lightning-bolt-outline`,cards:[{type:`markdown`,content:`${t(`no_site`)}\n\n[${t(`add_site`)}](/config/integrations/dashboard/add?domain=overshot)`}]}}function cl(){customElements.get(`ll-strategy-dashboard-overshot`)||(customElements.define(`ll-strategy-dashboard-overshot`,rl),customElements.define(`overshot-dashboard-editor`,tl),(window.customStrategies??=[]).push({type:`overshot`,strategyType:`dashboard`,name:`Overshot`,description:Be(document.documentElement.lang||navigator.language,`dashboard_description`),documentationURL:`https://github.com/overshot-hems/overshot/blob/main/docs/dashboard.md`}))}Ke(`overshot-flow-card`,rn,`flow_name`,`flow_description`),Ke(`overshot-charge-point-card`,Wt,`charge_point_name`,`charge_point_description`),Ke(`overshot-plan-card`,bc,`plan_name`,`plan_description`),Ke(`overshot-peak-card`,Xs,`peak_name`,`peak_description`),Ke(`overshot-history-card`,Hs,`history_name`,`history_description`),Ke(`overshot-devices-card`,Jt,`devices_name`,`devices_description`),Ke(`overshot-sessions-card`,Lc,`sessions_name`,`sessions_description`),customElements.get(`overshot-site-badge`)||customElements.define(`overshot-site-badge`,Rc),cl();