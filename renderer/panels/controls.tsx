/**
 * The few controls that all panels share: a button with an icon that says its name and key in a tooltip, a choice, a
 * field. Names are always given; nothing is known by its icon alone.
 */
import { Check, ChevronDown, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import {
  Button,
  type ButtonProps,
  Label,
  ListBox,
  ListBoxItem,
  MenuItem,
  Popover,
  Select,
  SelectValue,
  ToggleButton,
  Tooltip,
  TooltipTrigger,
} from "react-aria-components";
import { desk } from "../desk/store.ts";
import styles from "./controls.module.css";

/** A shortcut in ProseMirror's notation as the system writes it: Mod-Shift-z is Ctrl+Shift+Z or ⇧⌘Z. */
export function shortcutName(shortcut: string): string {
  const mac = desk.getState().host?.system === "darwin" || (!desk.getState().host && /Mac/.test(navigator.platform));
  const names: Readonly<Record<string, string>> = mac
    ? { Mod: "⌘", Shift: "⇧", Alt: "⌥", ArrowUp: "↑", ArrowDown: "↓", Enter: "↩" }
    : { Mod: "Ctrl", ArrowUp: "↑", ArrowDown: "↓" };
  const parts = shortcut.split("-").map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part));
  return mac ? parts.join("") : parts.join("+");
}

type Hint = { readonly label: string; readonly shortcut?: string };
export function WithTooltip({ label, shortcut, children }: Hint & { readonly children: ReactNode }) {
  return (
    <TooltipTrigger delay={600} closeDelay={0}>
      {children}
      <Tooltip className={styles.tooltip ?? ""} offset={6}>
        {label}
        {shortcut === undefined ? null : <kbd>{shortcutName(shortcut)}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}

export function IconButton({
  icon: Icon,
  label,
  shortcut,
  ...rest
}: Hint & { readonly icon: LucideIcon } & Omit<ButtonProps, "children" | "className" | "aria-label">) {
  const hint = shortcut === undefined ? { label } : { label, shortcut };
  return (
    <WithTooltip {...hint}>
      <Button {...rest} className={styles.icon ?? ""} aria-label={label}>
        <Icon size={16} strokeWidth={1.5} aria-hidden />
      </Button>
    </WithTooltip>
  );
}

export function IconToggle({
  icon: Icon,
  label,
  shortcut,
  isSelected,
  isDisabled,
  onPress,
}: Hint & {
  readonly icon: LucideIcon;
  readonly isSelected: boolean;
  readonly isDisabled: boolean;
  onPress(): void;
}) {
  const hint = shortcut === undefined ? { label } : { label, shortcut };
  return (
    <WithTooltip {...hint}>
      <ToggleButton
        className={styles.icon ?? ""}
        aria-label={label}
        isSelected={isSelected}
        isDisabled={isDisabled}
        onChange={onPress}
      >
        <Icon size={16} strokeWidth={1.5} aria-hidden />
      </ToggleButton>
    </WithTooltip>
  );
}

export function TextButton({
  strong = false,
  children,
  ...rest
}: Omit<ButtonProps, "children" | "className"> & { readonly strong?: boolean; readonly children: ReactNode }) {
  return (
    <Button {...rest} className={(strong ? styles.strong : styles.text) ?? ""}>
      {children}
    </Button>
  );
}

/** A line of a menu: a tick where it is what is so now, its key at the far end. */
export function MenuRow({
  id,
  label,
  ticked = false,
  shortcut,
  isDisabled = false,
}: Hint & { readonly id: string; readonly ticked?: boolean; readonly isDisabled?: boolean }) {
  return (
    <MenuItem className={styles.option ?? ""} id={id} textValue={label} isDisabled={isDisabled}>
      <span className={styles.tick}>{ticked ? <Check size={14} strokeWidth={1.75} aria-hidden /> : null}</span>
      <span className={styles.name}>{label}</span>
      {shortcut === undefined ? null : <kbd className={styles.key}>{shortcutName(shortcut)}</kbd>}
    </MenuItem>
  );
}

export type Choice = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** As it is to be shown. */
  readonly shortcut?: string;
};

/** A choice among a few. `label` is shown above it, or only heard when `quiet`. */
export function Choose({
  label,
  quiet = false,
  value,
  choices,
  isDisabled = false,
  placeholder = "",
  onChange,
}: {
  readonly label: string;
  readonly quiet?: boolean;
  readonly value: string | null;
  readonly choices: readonly Choice[];
  readonly isDisabled?: boolean;
  readonly placeholder?: string;
  onChange(id: string): void;
}) {
  return (
    <Select
      className={styles.choose ?? ""}
      aria-label={label}
      selectedKey={value}
      isDisabled={isDisabled}
      placeholder={placeholder}
      onSelectionChange={(key) => key !== null && onChange(String(key))}
    >
      {quiet ? null : <Label className={styles.label ?? ""}>{label}</Label>}
      <Button className={styles.chooser ?? ""}>
        <SelectValue className={styles.chosen ?? ""}>
          {({ selectedText, isPlaceholder }) => (isPlaceholder ? placeholder : selectedText)}
        </SelectValue>
        <ChevronDown size={14} strokeWidth={1.5} aria-hidden />
      </Button>
      <Popover className={styles.popover ?? ""} offset={4}>
        <ListBox className={styles.list ?? ""} items={choices.map((choice) => ({ ...choice }))}>
          {(choice) => (
            <ListBoxItem className={styles.option ?? ""} id={choice.id} textValue={choice.label}>
              {({ isSelected }) => (
                <>
                  <span className={styles.tick}>
                    {isSelected ? <Check size={14} strokeWidth={1.75} aria-hidden /> : null}
                  </span>
                  <span className={styles.name}>
                    {choice.label}
                    {choice.hint === undefined ? null : <small className={styles.hint}>{choice.hint}</small>}
                  </span>
                  {choice.shortcut === undefined ? null : <kbd className={styles.key}>{choice.shortcut}</kbd>}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
