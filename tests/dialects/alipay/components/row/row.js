// A thing on the list: properties, mixin, life cycle and slots as Alipay has them.
const counted = {
  data: { times: 0 },
  didUpdate(prevProps) {
    this.props.onSeen?.(this.props.name, prevProps.done, this.props.done);
  },
};

Component({
  mixins: [counted],
  props: { name: 'unnamed', done: false },
  onInit() {
    this.born = this.props.name;
  },
  deriveDataFromProps(next) {
    if (next.done && !this.props.done) this.setData({ times: this.data.times + 1 });
  },
  didMount() {
    this.$page.mounted.push(`${this.born}:${this.$id > 0}:${this.is}`);
  },
  didUnmount() {
    this.$page.mounted.push(`-${this.born}`);
  },
  ref() {
    return { name: () => this.props.name };
  },
  methods: {
    onRowTap(event) {
      this.props.onToggle?.({ name: event.currentTarget.dataset.name, type: event.type });
    },
  },
});
