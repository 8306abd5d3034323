package kong

import "reflect"

// named is v.MethodByName for the methods that Kong calls. A name that the compiler cannot read makes the linker keep every
// exported method of every type in the program; read as constants, only these are kept. Another name is no method.
func named(v reflect.Value, name string) reflect.Value {
	switch name {
	case "Run":
		return v.MethodByName("Run")
	case "BeforeReset":
		return v.MethodByName("BeforeReset")
	case "BeforeResolve":
		return v.MethodByName("BeforeResolve")
	case "BeforeApply":
		return v.MethodByName("BeforeApply")
	case "AfterApply":
		return v.MethodByName("AfterApply")
	case "AfterRun":
		return v.MethodByName("AfterRun")
	}
	return reflect.Value{}
}

// typeNamed is named for a type.
func typeNamed(t reflect.Type, name string) (reflect.Method, bool) {
	switch name {
	case "BeforeReset":
		return t.MethodByName("BeforeReset")
	case "BeforeResolve":
		return t.MethodByName("BeforeResolve")
	case "BeforeApply":
		return t.MethodByName("BeforeApply")
	case "AfterApply":
		return t.MethodByName("AfterApply")
	case "AfterRun":
		return t.MethodByName("AfterRun")
	}
	return reflect.Method{}, false
}
