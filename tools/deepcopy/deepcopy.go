// Package deepcopy stands where excelize asks for github.com/tiendc/go-deepcopy. That one can call any method of what it copies,
// so the linker keeps every exported method of every type in the program: three million bytes. excelize copies plain values
// (a row, a column, a sheet) of one type to the same type, and nothing more is done here.
package deepcopy

import (
	"fmt"
	"reflect"
)

// Copy makes *dst equal to src (or *src) and shares no slice, map or pointer with it. Fields that are not exported are left alone.
func Copy(dst, src any) error {
	to, from := reflect.ValueOf(dst), reflect.ValueOf(src)
	if to.Kind() != reflect.Pointer || to.IsNil() {
		return fmt.Errorf("deepcopy: cannot copy to %T", dst)
	}
	to = to.Elem()
	if from.Kind() == reflect.Pointer && from.Type() != to.Type() {
		if from.IsNil() {
			return fmt.Errorf("deepcopy: nothing to copy in %T", src)
		}
		from = from.Elem()
	}
	if !from.IsValid() || from.Type() != to.Type() {
		return fmt.Errorf("deepcopy: cannot copy %T to %T", src, dst)
	}
	set(to, from)
	return nil
}

func set(to, from reflect.Value) {
	switch from.Kind() {
	case reflect.Struct:
		for i := range from.NumField() {
			if to.Field(i).CanSet() {
				set(to.Field(i), from.Field(i))
			}
		}
	case reflect.Pointer:
		if !from.IsNil() {
			to.Set(reflect.New(from.Type().Elem()))
			set(to.Elem(), from.Elem())
		}
	case reflect.Slice:
		if !from.IsNil() {
			to.Set(reflect.MakeSlice(from.Type(), from.Len(), from.Len()))
			for i := range from.Len() {
				set(to.Index(i), from.Index(i))
			}
		}
	case reflect.Array:
		for i := range from.Len() {
			set(to.Index(i), from.Index(i))
		}
	case reflect.Map:
		if !from.IsNil() {
			to.Set(reflect.MakeMapWithSize(from.Type(), from.Len()))
			for _, key := range from.MapKeys() {
				value := reflect.New(from.Type().Elem()).Elem()
				set(value, from.MapIndex(key))
				to.SetMapIndex(key, value)
			}
		}
	case reflect.Interface:
		if !from.IsNil() {
			value := reflect.New(from.Elem().Type()).Elem()
			set(value, from.Elem())
			to.Set(value)
		}
	default:
		to.Set(from)
	}
}
